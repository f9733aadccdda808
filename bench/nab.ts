import path from 'node:path';
import { PageHinkley } from '../src/statistics/page-hinkley.ts';
import { BinnedBaseline } from '../src/statistics/robust-baseline.ts';
import { TailSurprise } from '../src/statistics/tail-surprise.ts';
import { UnusualStream, USUAL_TERMS } from '../src/statistics/unusual.ts';
import { corpus, type NabFile } from './nab/corpus.ts';
import { best, detected, type Scored } from './nab/detections.ts';
import { at, PROFILES } from './nab/score.ts';
import type { Figures } from './run.ts';

const SHIPPED = path.join(import.meta.dirname, '../fixtures/nab');
const HOUR_MS = 3_600_000;
const NAMES = Object.keys(PROFILES) as (keyof typeof PROFILES)[];

/**
 * General detectors on the Numenta Anomaly Benchmark: the shipped half, or `FLUEWATCH_NAB=DIR npm run bench -- nab` for another
 * folder laid out like it. One threshold for all files and each profile; `leftOut`: found on the other folders.
 */
export async function run(): Promise<Figures> {
  const files = corpus(process.env.FLUEWATCH_NAB ?? SHIPPED);
  const parts = files.map(surprises);
  const scored = (part: keyof Parts): Scored[] => files.map(({ windows }, i) => ({ scores: parts[i]![part], windows }));
  const all = scored('score');
  const folders = [...new Set(files.map(({ folder }) => folder))];
  const inFolder = (folder: string, held: boolean) => all.filter((_, i) => (files[i]!.folder === folder) === held);
  const figures: Figures = { files: files.length, windows: files.flatMap(({ windows }) => windows).length };
  for (const name of NAMES) {
    const { threshold, score, found, falsePositives } = best(all, PROFILES[name]);
    figures[name] = { score: tenth(score), threshold, found, falsePositives };
  }
  figures.leftOut = Object.fromEntries(
    NAMES.map((name) => {
      const runs = folders.flatMap((folder) => {
        const { threshold } = best(inFolder(folder, false), PROFILES[name]);
        return inFolder(folder, true).map((run) => detected(run, threshold));
      });
      return [name, tenth(at(runs, PROFILES[name], 1).score)];
    }),
  );
  for (const folder of folders) {
    const held = inFolder(folder, true);
    if (held.every(({ windows }) => windows.length === 0)) continue;
    figures[folder] = Object.fromEntries(
      NAMES.map((name) => {
        const { threshold } = best(all, PROFILES[name]);
        const runs = held.map((run) => detected(run, threshold));
        return [name, tenth(at(runs, PROFILES[name], 1).score)];
      }),
    );
  }
  for (const part of ['stretch', 'shift', 'hourOfDay', 'pageHinkley'] as const) {
    figures[`${part}Alone`] = Object.fromEntries(
      NAMES.map((name) => [name, tenth(best(scored(part), PROFILES[name]).score)]),
    );
  }
  return figures;
}

const tenth = (score: number) => Math.round(score * 10) / 10;

interface Parts {
  score: Float64Array;
  stretch: Float64Array;
  shift: Float64Array;
  hourOfDay: Float64Array;
  pageHinkley: Float64Array;
}

/** How unusual each sample is to the detector and to plain baselines beside it, all weighed by their own tails. */
function surprises({ times, values }: NabFile): Parts {
  const n = values.length;
  const empty = () => new Float64Array(n);
  const parts: Parts = { score: empty(), stretch: empty(), shift: empty(), hourOfDay: empty(), pageHinkley: empty() };
  const stream = new UnusualStream(n);
  const hours = new BinnedBaseline(64);
  const usual = new BinnedBaseline(256);
  const change = new PageHinkley(1);
  const tails = { hourOfDay: new TailSurprise(USUAL_TERMS.memory), pageHinkley: new TailSurprise(USUAL_TERMS.memory) };
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    const { score, stretch, shift } = stream.push(times[i]!, value);
    parts.score[i] = score;
    parts.stretch[i] = stretch;
    parts.shift[i] = shift;
    const hour = hours.push(Math.floor(times[i]! / HOUR_MS) % 24, value);
    parts.hourOfDay[i] = tails.hourOfDay.push(hour.n < 24 ? Number.NaN : Math.abs(value - hour.center));
    const long = usual.push(0, value);
    const off = long.n < 60 ? Number.NaN : clipped((value - long.center) / (long.spread || 1));
    parts.pageHinkley[i] = tails.pageHinkley.push(Math.abs(change.push(off)));
  }
  return parts;
}

/** One wild value is no change of the mean. */
const clipped = (off: number) => Math.max(-5, Math.min(5, off));

import type { Suspicion } from '../suspicion.ts';
import { perDay, timeOf } from '../table.ts';
import { digits, type Subject, weigh } from './subject.ts';

/** Values that make up a fingerprint. */
const PRINT = 6;
/** Days back that are always compared at the same time of day. */
const DAYS = 14;
/** Pairs that what is known of values and steps counts for beside the pairs themselves. */
const PRIOR = 8;

/**
 * Earlier values come again, exactly (falsification T5, F27). At every sample a few earlier places are followed: the same time
 * of day on earlier days, and wherever the last six values occurred last. A match weighs as many bits as it
 * was rare in the past to get from the value before to this one, so a slow signal of few digits needs a long match and a lively
 * one four values. Linear in time.
 * Passes: a signal that stands still or moves in few ways, repeated start-up programmes shorter than chance allows.
 */
export function replay(subject: Subject, { least }: { least: number }): Suspicion[] {
  const { table } = subject;
  const values = digits(subject);
  const n = values.length;
  const day = perDay(table.periodMs);
  const lags = Array.from({ length: DAYS }, (_, k) => (k + 1) * day).filter((lag) => lag >= 4);
  const steps = new Map<number, number>();
  const seen = new Map<number, number>();
  /** by value: what followed it, and how often */
  const followed = new Map<number, Map<number, number>>();
  let moves = 0;
  const prints = new Map<number, number>();
  const tracks: Track[] = lags.map((lag) => ({ lag, from: -1, bits: 0, matched: 0, missed: 0, moved: 0 }));
  const free: Track = { lag: 0, from: -1, bits: 0, matched: 0, missed: 0, moved: 0 };
  const found: Suspicion[] = [];
  const open = new Map<number, Suspicion>();
  let byChance = 0;
  let before = Number.NaN;
  let recent: number[] = [];
  for (let i = 0; i < n; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    const step = v - before;
    const rarity = rarityOf(before, v);
    const previous = before;
    before = v;
    recent.push(v);
    if (recent.length > PRINT) recent = recent.slice(1);
    for (const track of tracks) follow(track, i, v, step, rarity);
    if (free.lag > 0) follow(free, i, v, step, rarity);
    if (recent.length === PRINT && new Set(recent).size >= 4) {
      const print = recent.reduce((h, x) => (Math.imul(h, 31) + x) | 0, 7);
      const place = prints.get(print);
      if (place !== undefined && i - place >= PRINT && (free.lag === 0 || free.matched === 0)) {
        free.lag = i - place;
        free.from = -1;
        for (let k = PRINT - 1; k >= 0; k--) {
          const d = values[i - k]! - values[i - k - 1]!;
          follow(free, i - k, values[i - k]!, d, rarityOf(values[i - k - 1]!, values[i - k]!));
        }
      }
      prints.set(print, i);
    }
    if (!Number.isNaN(step)) {
      moves++;
      steps.set(step, (steps.get(step) ?? 0) + 1);
      seen.set(v, (seen.get(v) ?? 0) + 1);
      const next = followed.get(previous) ?? new Map<number, number>();
      followed.set(previous, next.set(v, (next.get(v) ?? 0) + 1));
    }
  }
  for (const s of open.values()) found.push(s);
  return found.filter((s) => s.score >= least);

  /**
   * Bits of a value after the one before it: a pair that was there more often than the once that is matched is usual, and
   * of a pair that was not, the commoner of the value and the step to it tells how usual it is.
   */
  function rarityOf(previous: number, v: number): number {
    const step = v - previous;
    if (Number.isNaN(step)) return 0;
    const usual = (Math.max(steps.get(step) ?? 0, seen.get(v) ?? 0) + 1) / (moves + 2);
    const again = Math.max(0, (followed.get(previous)?.get(v) ?? 0) - 1);
    const places = Math.max(0, (seen.get(previous) ?? 0) - 1);
    return -Math.log2(Math.max(usual, (again + PRIOR * usual) / (places + PRIOR)));
  }

  function follow(track: Track, i: number, v: number, step: number, rarity: number): void {
    const old = i - track.lag >= 0 ? values[i - track.lag]! : Number.NaN;
    if (v === old) {
      if (track.from < 0) Object.assign(track, { from: i, bits: 0, matched: 0, moved: 0 });
      track.matched++;
      track.missed = 0;
      if (step !== 0) {
        track.bits += track.matched === 1 ? Math.min(rarity, 99) : rarity;
        track.moved++;
      }
      if (i < subject.judgeFrom || track.moved < 3) return;
      const places = track === free ? i : DAYS;
      const excess = Math.max(0, byChance - Math.log2(places * i));
      const score = weigh(subject, track.bits - 2 * excess, track.from, i + 1, places);
      if (score < least) return;
      let s = open.get(track.from);
      if (!s) {
        s = { kind: 'replay', from: track.from, to: i + 1, at: i, score, facts: {}, says: { zh: '', en: '' } };
        open.set(track.from, s);
      }
      if (s.score < 0.5) s.at = i;
      if (score < s.score) return;
      s.to = i + 1;
      s.score = score;
      const hours = (track.lag * table.periodMs) / 3_600_000;
      s.facts = {
        matched: track.matched,
        lagHours: hours,
        sourceStart: timeOf(table, track.from - track.lag),
        bits: Math.round(track.bits),
      };
      const back =
        hours % 24 === 0
          ? { zh: `${hours / 24} 天`, en: `${hours / 24} d` }
          : { zh: `${hours.toFixed(1)} 小时`, en: `${hours.toFixed(1)} h` };
      s.says = {
        zh: `疑似历史数据回放：${track.matched} 个值与 ${back.zh}前逐一相同`,
        en: `suspected replay: ${track.matched} values equal those of ${back.en} before, one by one`,
      };
      return;
    }
    // a gap on the old side is filled in by the copier with what was there
    if (Number.isNaN(old) && track.from >= 0 && track.missed < 3) {
      track.missed++;
      return;
    }
    // a match that was nothing to speak of shows how far chance goes in this signal
    if (track.from >= 0 && (open.get(track.from)?.score ?? 0) < 0.5) byChance = Math.max(byChance, track.bits);
    track.from = -1;
  }
}

interface Track {
  lag: number;
  from: number;
  bits: number;
  matched: number;
  missed: number;
  moved: number;
}

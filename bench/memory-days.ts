import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadRuleFolder } from '../src/app/rule-folder.ts';
import { Engine } from '../src/engine/engine.ts';
import { readPage, writePage } from '../src/ledger/page-blob.ts';
import { DAY_MS, dayOf, MINUTE_MS } from '../src/model/beijing.ts';
import { Flag } from '../src/model/flag.ts';
import type { Figures } from './run.ts';
import { catalogue, channelsOf, FACTORS, START, value } from './w1/workload.ts';

const SITES = 5;
const OUTLETS = 2 * SITES;
const DAYS = 70;
const RESTS_AFTER_DAYS = 2;
/** hours between two judgements: what is held at the end of a day is the same */
const STEP_MINUTES = 60;
/** read as oxygen the values of the workload would be those of air, and told every hour */
const O2 = FACTORS.indexOf('a19001');

/**
 * What an outlet keeps in memory, day after day: ten outlets with ten factors a minute under all shipped rules of waste
 * incineration, pages resting in files as they do in the store. Bytes per outlet at the end of days, after the collection of
 * garbage, what the engine held before its first data left out; `growthPerDay` between day 40 and day 70.
 */
export async function run(): Promise<Figures> {
  const { rulebook, standards } = await loadRuleFolder();
  const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-bench-'));
  const name = (code: string) => ({ zh: code, en: code });
  try {
    const engine = new Engine(catalogue(SITES, standards, 'waste-incineration'), rulebook, name);
    const channels = channelsOf(engine.factors);
    const ledgers = [...engine.ledgers()];
    for (const ledger of ledgers) {
      const fileOf = (day: number) => path.join(folder, ledger.outlet.id, String(day));
      mkdirSync(path.join(folder, ledger.outlet.id));
      ledger.fetch = (day) => {
        try {
          return readPage(readFileSync(fileOf(day)), engine.factors);
        } catch {
          return undefined;
        }
      };
    }
    const rest = (day: number) => {
      for (const ledger of ledgers) {
        for (const page of ledger.pages.values()) {
          if (!page.unsaved) continue;
          writeFileSync(path.join(folder, ledger.outlet.id, String(page.day)), writePage(page, engine.factors));
          page.unsaved = false;
        }
        ledger.rest(day - RESTS_AFTER_DAYS);
      }
      engine.alerts.takeChanges();
    };
    const idle = await held();
    const perOutlet: Record<string, number> = {};
    for (let day = 0; day < DAYS; day++) {
      for (let m = 0; m < 1440; m++) {
        const at = START + day * DAY_MS + m * MINUTE_MS;
        for (let outlet = 0; outlet < OUTLETS; outlet++) {
          engine.seen(outlet, at + MINUTE_MS);
          channels.forEach((channel, f) => {
            const v = value(outlet * channels.length + f, day * 1440 + m) - (f === O2 ? 12 : 0);
            engine.write(outlet, channel, at, at + MINUTE_MS, v, Flag.NORMAL);
          });
        }
        if ((m + 1) % STEP_MINUTES === 0) engine.advance(at + MINUTE_MS);
      }
      rest(dayOf(START) + day);
      if ((day + 1) % 10 === 0) perOutlet[`day ${day + 1}`] = Math.round(((await held()) - idle) / OUTLETS);
    }
    const [early, late] = [perOutlet['day 40']!, perOutlet[`day ${DAYS}`]!];
    const alerts = [...engine.alerts.alerts()].length;
    return { bytesPerOutlet: perOutlet, growthPerDay: (late - early) / (DAYS - 40), alerts };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Bytes held after what is garbage is gone: buffers go some time after their objects. */
async function held(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + Math.max(external, arrayBuffers);
}

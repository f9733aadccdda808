import { loadRuleFolder } from '../src/app/rule-folder.ts';
import { Catalogue } from '../src/catalogue/catalogue.ts';
import { Engine } from '../src/engine/engine.ts';
import { MINUTE_MS, parseTime } from '../src/model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../src/model/channel.ts';
import { Flag } from '../src/model/flag.ts';
import type { Outlet } from '../src/model/outlet.ts';
import type { Figures } from './run.ts';

const OUTLETS = 10_000;
const FACTORS = 10;

/** What earlier stages left behind is gone: buffers are freed some time after their objects. */
async function collected(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Memory of the open ledger: 10 000 outlet-days of 10 factors, a minute mean and a flag in every slot. */
export async function run(): Promise<Figures> {
  const { rulebook } = await loadRuleFolder();
  const outlets = Array.from({ length: OUTLETS }, (_, i): Outlet => {
    const id = `o${i}`;
    return { id, site: 'bench', name: { zh: id, en: id }, medium: 'flue-gas', devices: [], limits: [], channels: {} };
  });
  const site = {
    id: 'bench',
    name: { zh: 'b', en: 'b' },
    region: '',
    industry: 'bench',
    keyPolluter: false,
    permitManagement: 'registered' as const,
    demonstration: false,
    outlets,
  };
  await collected();
  const before = process.memoryUsage();
  const engine = new Engine(new Catalogue([site], new Map()), rulebook, (code) => ({ zh: code, en: code }));
  await collected();
  const idle = process.memoryUsage();
  const channels = Array.from({ length: FACTORS }, (_, f) =>
    packChannel(engine.factors.of(`a${21000 + f}`), GRAIN_ID.minute, STAT_ID.avg),
  );
  const start = parseTime('2026-03-02');
  const began = performance.now();
  for (let m = 0; m < 1440; m++) {
    const at = start + m * MINUTE_MS;
    for (let o = 0; o < OUTLETS; o++)
      for (const channel of channels) engine.write(o, channel, at, at + MINUTE_MS, o + m / 1440, Flag.NORMAL);
  }
  const seconds = (performance.now() - began) / 1000;
  await collected();
  const after = process.memoryUsage();
  const held = (m: NodeJS.MemoryUsage) =>
    m.heapUsed + m.external + m.arrayBuffers - Math.min(m.external, m.arrayBuffers);
  const slots = OUTLETS * FACTORS * 1440;
  return {
    outletDays: OUTLETS,
    slots,
    gibibytes: (held(after) - held(before)) / 2 ** 30,
    rssGibibytes: after.rss / 2 ** 30,
    bytesPerSlot: (held(after) - held(idle)) / slots,
    bytesPerIdleOutlet: (held(idle) - held(before)) / OUTLETS,
    writesPerSecond: slots / seconds,
  };
}

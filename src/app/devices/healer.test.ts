import { beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, parseTime } from '../../model/beijing.ts';
import type { DeviceAsk } from '../../model/request.ts';
import type { Gap, GapsQuery } from '../answers/gaps.ts';
import { Healer } from './healer.ts';
import { devicesSchema } from './settings.ts';

const NOW = parseTime('2026-03-09 12:00');
const MN = '88888880000001';

let gaps: Gap[];
let queries: GapsQuery[];
let asked: [mn: string, ask: DeviceAsk, reason: string][];
let heardAt: number | undefined;
let busy: boolean;
let skew: number | null;

const healer = (settings: object = {}) =>
  new Healer({
    settings: devicesSchema.parse(settings),
    devices: () => [{ mn: MN, outlet: 'f1', clockSkewMs: skew }],
    heardAt: () => heardAt,
    isBusy: () => busy,
    gaps: async (query) => {
      queries.push(query);
      return gaps;
    },
    ask: async (...request) => void asked.push(request),
  });

beforeEach(() => {
  [gaps, queries, asked, heardAt, busy, skew] = [[], [], [], NOW, false, null];
});

describe('缺数补采 / missing data', () => {
  const gap: Gap = { grain: 'minute', from: NOW - 3 * HOUR_MS, to: NOW - 2 * HOUR_MS };

  it('are asked for a quarter of an hour later, up to a week back, twice for the same gap and then no more', async () => {
    gaps = [gap];
    const one = healer();
    for (let minute = 0; minute < 5; minute++) await one.round(NOW + minute * MINUTE_MS);
    expect(queries[0]).toEqual({ outlet: 'f1', from: NOW - 7 * DAY_MS, to: NOW - 15 * MINUTE_MS });
    expect(asked).toEqual([0, 1].map(() => [MN, { kind: 'history', ...gap }, '缺数补采 / missing data']));
  });

  it('of which a part came are asked for by the rest; the next gap has its turn', async () => {
    const other: Gap = { grain: 'hour', from: NOW - 9 * HOUR_MS, to: NOW - 8 * HOUR_MS };
    gaps = [gap, other];
    const one = healer({ history: { attempts: 1 } });
    await one.round(NOW);
    gaps = [{ ...gap, from: gap.from + 10 * MINUTE_MS }, other];
    await one.round(NOW + MINUTE_MS);
    await one.round(NOW + 2 * MINUTE_MS);
    expect(asked.map(([, ask]) => ask)).toMatchObject([
      { grain: 'minute', from: gap.from },
      { grain: 'minute', from: gap.from + 10 * MINUTE_MS },
      { grain: 'hour' },
    ]);
  });

  it('of three days are asked for a day at a time', async () => {
    gaps = [{ grain: 'minute', from: NOW - 4 * DAY_MS, to: NOW - DAY_MS }];
    await healer().round(NOW);
    expect(asked[0]![1]).toMatchObject({ from: NOW - 4 * DAY_MS, to: NOW - 3 * DAY_MS });
  });

  it.each([
    [
      'is not there',
      () => {
        heardAt = undefined;
      },
    ],
    [
      'was silent for more than ten minutes',
      () => {
        heardAt = NOW - 11 * MINUTE_MS;
      },
    ],
    [
      'is being asked something',
      () => {
        busy = true;
      },
    ],
  ])('are not asked for of a device that %s', async (_, arrange) => {
    gaps = [gap];
    arrange();
    await healer().round(NOW);
    expect(asked).toEqual([]);
  });

  it('are never asked for where that was switched off', async () => {
    gaps = [gap];
    await healer({ history: { attempts: 0 } }).round(NOW);
    expect(asked).toEqual([]);
  });
});

describe('clocks', () => {
  it('are let alone unless a bound was set, and are then set once an hour at most', async () => {
    skew = -20 * MINUTE_MS;
    await healer().round(NOW);
    expect(asked).toEqual([]);
    const one = healer({ clock: { drift: '10m' } });
    for (let minute = 0; minute <= 61; minute++)
      await one.round(NOW + minute * MINUTE_MS).then(() => (heardAt = NOW + (minute + 1) * MINUTE_MS));
    expect(asked).toEqual([0, 1].map(() => [MN, { kind: 'set-clock' }, '时钟偏差 -1200 秒 / clock off by that much']));
    skew = 9 * MINUTE_MS;
    asked = [];
    await healer({ clock: { drift: '10m' } }).round(NOW);
    expect(asked).toEqual([]);
  });
});

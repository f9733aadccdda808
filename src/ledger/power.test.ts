import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, dayStart, parseTime } from '../model/beijing.ts';
import { FactorIndex, GRAIN_ID, type Grain, packChannel, STAT_ID } from '../model/channel.ts';
import { Flag } from '../model/flag.ts';
import type { Meter } from '../model/outlet.ts';
import { MarkBook } from './marks.ts';
import { OutletLedger } from './outlet-ledger.ts';
import { powerOf } from './power.ts';
import { DayView, type OutletDays } from './view.ts';

const DAY = dayOf(parseTime('2026-03-02'));

type Reading = [factor: string, grain: Grain, minute: number, value: number, flag?: number];

/** A meter with these readings; minutes are counted from midnight of the first day. */
function meter(readings: readonly Reading[], facts: Partial<Meter> = {}): OutletDays {
  const factors = new FactorIndex();
  const marks = new MarkBook({ id: 'none', industries: [], groups: [] });
  const outlet = {
    id: 'm',
    site: 's',
    name: { zh: 'm', en: 'm' },
    medium: 'power' as const,
    devices: [],
    limits: [],
    channels: {},
    meter: { role: 'production' as const, serves: [], ...facts },
  };
  const ledger = new OutletLedger(
    { outlet, o2Reference: undefined, island: { days: 7, silence: 30 * 86_400_000 }, limit: () => undefined },
    factors,
    marks,
  );
  for (const [factor, grain, minute, value, flag = Flag.NORMAL] of readings) {
    const at = dayStart(DAY) + minute * 60_000;
    const stat = STAT_ID[grain === 'live' ? 'rtd' : 'avg'];
    ledger.write(packChannel(factors.of(factor), GRAIN_ID[grain], stat), at, at, value, flag);
  }
  const views = new Map<number, DayView>();
  const day = (d: number) => views.get(d) ?? views.set(d, new DayView(ledger, d)).get(d)!;
  return { outlet, marks, day, profile: (d, _, derive) => derive(day(d)) };
}

const power = (m: OutletDays, days = 1) => powerOf(m, { from: DAY, to: DAY + days });

describe('power of a meter', () => {
  it('is the active power, then the rise of the counter, then the current, each where the better one is missing', () => {
    const { kw, by } = power(
      meter(
        [
          ['kw', 'minute', 600, 300],
          ['kw', 'minute', 601, 999, Flag.FAULT],
          ['i33201', 'minute', 600, 1000],
          ['i33201', 'minute', 601, 1004], // 4 kWh in a minute: 240 kW
          ['i33200', 'minute', 600, 50],
          ['i33200', 'minute', 602, 50], // 50 of 200 A at 400 kW: 100 kW
        ],
        { ratedKw: 400, ratedA: 200 },
      ),
    );
    expect([...kw.slice(599, 604)]).toEqual([Number.NaN, 300, 240, 100, Number.NaN]);
    expect(by).toEqual({ active: 1, energy: 1, current: 1 });
  });

  it('bridges a gap by what the counter rose meanwhile: 30 kWh from 10:00 to 12:00 are 15 kW', () => {
    const { kw } = power(
      meter([
        ['i33201', 'minute', 599, 500],
        ['i33201', 'minute', 719, 530],
      ]),
    );
    expect([kw[599], kw[600], kw[719], kw[720]]).toEqual([Number.NaN, 15, 15, Number.NaN]);
  });

  it('bridges midnight: 24 kWh from 22:00 to 02:00 are 6 kW', () => {
    const { kw } = power(
      meter([
        ['i33201', 'minute', 1319, 10],
        ['i33201', 'minute', 1559, 34],
      ]),
      2,
    );
    expect([kw[1319], kw[1320], kw[1440], kw[1559], kw[1560]]).toEqual([Number.NaN, 6, 6, 6, Number.NaN]);
  });

  it('reads quarters of an hour as quarters: 5 kWh in 15 minutes are 20 kW, not 300 kW for a minute', () => {
    const quarters = Array.from({ length: 8 }, (_, i): Reading => ['i33201', 'minute', i * 15, 100 + i * 5]);
    const { kw } = power(meter(quarters));
    expect(new Set(kw.slice(15, 120))).toEqual(new Set([20]));
  });

  it('does not know what a counter that went backwards took', () => {
    const { kw } = power(
      meter([
        ['i33201', 'minute', 0, 500],
        ['i33201', 'minute', 1, 3],
        ['i33201', 'minute', 2, 4],
      ]),
    );
    expect([kw[1], kw[2]]).toEqual([Number.NaN, 60]);
  });

  it('adds the currents of the facilities in a frame of 2025 that are of the meter’s own role', () => {
    const frame: Reading[] = [
      ['d20405', 'live', 60, 30],
      ['d20406', 'live', 60, 20],
      ['d30406', 'live', 60, 7],
      ['d20105', 'live', 60, 220],
    ];
    const rated = { ratedKw: 100, ratedA: 200 };
    expect(power(meter(frame, { ...rated, role: 'production' })).kw[60]).toBe(25);
    expect(power(meter(frame, { ...rated, role: 'treatment' })).kw[60]).toBe(3.5);
  });

  it('says nothing of a current without the rated values', () => {
    expect(power(meter([['i33200', 'minute', 0, 50]], { ratedKw: 400 })).kw[0]).toBeNaN();
  });

  it('keeps the energy: whatever records of the counter are lost, the power adds up to what it rose', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 3, maxLength: 2000 }),
        fc.infiniteStream(fc.boolean()),
        (loads, kept) => {
          let total = 0;
          const readings: Reading[] = [];
          const states: number[] = [];
          loads.forEach((kw, minute) => {
            total += kw / 60;
            const ends = minute === 0 || minute === loads.length - 1;
            if (ends || kept.next().value) {
              readings.push(['i33201', 'live', minute + 1, total]);
              states.push(total);
            }
          });
          const { kw } = power(meter(readings), 2);
          const energy = kw.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value / 60), 0);
          expect(energy).toBeCloseTo(states.at(-1)! - states[0]!, 6);
          expect(kw.slice(1, loads.length).some(Number.isNaN)).toBe(false);
        },
      ),
      { numRuns: 40, seed: 212 },
    );
  });
});

import { describe, expect, test } from 'vitest';
import { Random } from '../random.ts';
import { type Flue, type Levers, NORMAL } from './flue.ts';
import { Furnace } from './furnace.ts';
import { standardFlow } from './stack.ts';
import { DAY_S, HOUR_S, STEP_S } from './wander.ts';

/** Means over some hours after the furnace has got used to the levers. */
function mean(levers: Partial<Levers>, hours = 12): Flue {
  const furnace = new Furnace(new Random(5));
  const all = { ...NORMAL, ...levers };
  furnace.settle(all);
  const sum: Record<string, number> = {};
  const steps = (hours * HOUR_S) / STEP_S;
  for (let i = 0; i < steps; i++) {
    for (const [key, value] of Object.entries(furnace.step(all))) {
      if (typeof value === 'number') sum[key] = (sum[key] ?? 0) + value / steps;
    }
  }
  return sum as unknown as Flue;
}

const normal = mean({});

describe('a furnace at rated load', () => {
  test('oxygen follows from air over fuel: O2 = 20.9 (1 − 1/λ)', () => {
    const airRatio = (1.845 * normal.air) / normal.heat;
    expect(normal.o2).toBeCloseTo(20.9 * (1 - 1 / airRatio), 1);
  });

  test('a day of 500 t of waste makes 4000 to 6000 m³ of dry flue gas a tonne', () => {
    expect((normal.flow * DAY_S) / 500).toBeGreaterThan(4000);
    expect((normal.flow * DAY_S) / 500).toBeLessThan(6000);
  });

  test('lime is 1.5 to 4 times what the acid gas needs: Ca(OH)2 74 g per 2 HCl (73 g) or per SO2 (64 g)', () => {
    const gasKgH = (mg: number) => mg * normal.flow * 3600e-6;
    const needed = gasKgH(700) * (74 / 73) + gasKgH(230 - normal.so2) * (74 / 64);
    expect(normal.lime / needed).toBeGreaterThan(1.5);
    expect(normal.lime / needed).toBeLessThan(4);
  });

  test('standard flow as in HJ 212-2017 Annex D, by hand', () => {
    // 15 m/s · 4 m² · 273/423 · (101.325 − 0.325)/101.325 · 0.8
    expect(standardFlow(15, 4, 150, -0.325, 20)).toBeCloseTo(60 * 0.64539 * 0.996792 * 0.8, 3);
  });
});

describe('levers push the right way', () => {
  test('less lime: more SO2, and HCl when it is very little', () => {
    const short = mean({ limeShare: 0.5 });
    const none = mean({ limeShare: 0.1 });
    expect(short.so2).toBeGreaterThan(normal.so2 + 40);
    expect(none.so2).toBeGreaterThan(short.so2 + 40);
    expect(none.hcl).toBeGreaterThan(normal.hcl * 10);
    expect(none.nox).toBeCloseTo(normal.nox, 5);
  });

  test('less urea: more NOx, up to what the fire makes', () => {
    expect(mean({ ureaShare: 0 }).nox).toBeGreaterThan(180);
    expect(mean({ ureaShare: 0 }).nox).toBeLessThan(320);
  });

  test('torn bags: dust', () => {
    expect(mean({ bagLeak: 0.02 }).pm).toBeGreaterThan(normal.pm + 40);
  });

  test('a cold chamber burns badly', () => {
    const cold = mean({ cold: 350 });
    expect(cold.upper).toBeCloseTo(normal.upper - 350, -1);
    expect(cold.co).toBeGreaterThan(normal.co * 2);
  });

  test('half load: less gas, steam and power, more oxygen', () => {
    const half = mean({ load: 0.6 });
    expect(half.flow).toBeLessThan(normal.flow * 0.85);
    expect(half.load).toBeLessThan(normal.load * 0.7);
    expect(half.productionKw).toBeLessThan(normal.productionKw * 0.8);
    expect(half.o2).toBeGreaterThan(normal.o2 + 0.5);
  });

  test('treatment off: nothing is absorbed and the meter shows it; a lying meter shows it alone', () => {
    const off = mean({ treatmentOff: true });
    expect(off.treatmentKw).toBeLessThan(0.01 * normal.treatmentKw);
    expect(off.so2).toBeGreaterThan(normal.so2 + 100);
    const hidden = mean({ treatmentLooksOff: true });
    expect(hidden.treatmentKw).toBeLessThan(0.01 * normal.treatmentKw);
    expect(hidden.so2).toBeCloseTo(normal.so2, 5);
  });
});

test('from cold to running and back: waste burns only above 850 ℃, and only then is there HCl', () => {
  const furnace = new Furnace(new Random(2), 'out-of-service');
  const seen: string[] = [];
  const watch = (hours: number) => {
    for (let s = 0; s < hours * HOUR_S; s += STEP_S) {
      const flue = furnace.step(NORMAL);
      if (seen.at(-1) !== flue.state) seen.push(flue.state);
      if (flue.state === 'start-up' || flue.state === 'shut-down') {
        expect(flue.upper).toBeGreaterThan(850);
        expect(flue.middle).toBeGreaterThan(850);
      }
      if (flue.state === 'heating-up' || flue.state === 'out-of-service') expect(flue.hcl).toBe(0);
    }
  };
  watch(2);
  furnace.sequence.start(10);
  watch(24);
  expect(furnace.flue.o2).toBeLessThan(12);
  furnace.sequence.stop();
  watch(36);
  expect(seen).toEqual([
    'out-of-service',
    'heating-up',
    'start-up',
    'running',
    'shut-down',
    'cooling',
    'out-of-service',
  ]);
  expect(furnace.flue.o2).toBeGreaterThan(20.5);
  expect(furnace.flue.velocity).toBeLessThan(1);
});

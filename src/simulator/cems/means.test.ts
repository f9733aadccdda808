import { expect, test } from 'vitest';
import { dayStart, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import { type Factor, FLOW, O2 } from './factors.ts';
import { conversion, Means } from './means.ts';
import { Minute } from './minute.ts';

const factor = (code: string, rest: Partial<Factor> = {}): Factor => ({
  code,
  truth: () => 0,
  decimals: 2,
  lagS: 1,
  noise: 0,
  low: 0,
  high: 1000,
  ...rest,
});
const FACTORS = [factor('a21005', { pollutant: true }), factor(O2), factor(FLOW)];
const DAY = dayStart(20_000);

function minute(at: number, co: number, flag = 'N'): Minute {
  const m = new Minute('f1', FACTORS, at);
  m.of(0).fill(co);
  m.of(0)[3] = co + 6;
  m.of(1).fill(13);
  m.of(2).fill(20);
  m.flags[0] = flag;
  return m;
}

const values = (report: ReturnType<Means['hour']>, code = 'a21005') =>
  Object.fromEntries(report!.cells.find((cell) => cell.factor === code)!.values);

test('reference oxygen by hand: at 13 % O2 the factor to 11 % is 10 / 8', () => {
  expect(conversion(11, 13)).toBe(1.25);
});

test('a minute: mean, extremes, converted values and amounts', () => {
  const report = new Means('f1', FACTORS, 11).minute(minute(DAY, 40));
  // mean of eleven 40 and one 46 = 40.5; kg = 40.5 mg/m³ · 20 m³/s · 60 s / 10⁶
  expect(values(report)).toEqual({
    cou: '0.0486',
    min: '40.00',
    avg: '40.50',
    max: '46.00',
    zsmin: '50.00',
    zsavg: '50.63',
    zsmax: '57.50',
  });
  expect(values(report, FLOW)).toMatchObject({ cou: '1200.0', avg: '20.00' });
  expect(report.due).toBe(DAY + MINUTE_MS);
});

test('an hour is normal with 45 normal minutes and takes only those into its mean', () => {
  const means = new Means('f1', FACTORS, 11);
  for (let m = 0; m < 60; m++)
    means.minute(m < 45 ? minute(DAY + m * MINUTE_MS, 40) : minute(DAY + m * MINUTE_MS, 400, 'C'));
  const hour = means.hour(DAY)!;
  expect(hour.cells[0]!.flag).toBe('N');
  expect(values(hour)).toMatchObject({ avg: '40.50', max: '46.00', cou: (45 * 0.0486).toFixed(4) });
  for (let m = 0; m < 60; m++)
    means.minute(m < 44 ? minute(DAY + m * MINUTE_MS, 40) : minute(DAY + m * MINUTE_MS, 400, 'C'));
  expect(means.hour(DAY + HOUR_MS)!.cells[0]!.flag).toBe('D');
});

test('a day is normal with 20 normal hours; nothing received is no report', () => {
  const means = new Means('f1', FACTORS, 11);
  expect(means.hour(DAY)).toBeUndefined();
  for (let h = 0; h < 24; h++) {
    if (h < 4) continue;
    for (let m = 0; m < 60; m++) means.minute(minute(DAY + h * HOUR_MS + m * MINUTE_MS, h));
    means.hour(DAY + h * HOUR_MS);
  }
  const day = means.day(DAY)!;
  expect(day.cells[0]!.flag).toBe('N');
  expect(values(day)).toMatchObject({ avg: '14.00' }); // mean of 4 … 23 is 13.5, and 0.5 for the one reading of +6
});

test('while oxygen is in calibration, the last normal oxygen converts', () => {
  const means = new Means('f1', FACTORS, 11);
  means.minute(minute(DAY, 40));
  const calibrating = minute(DAY + MINUTE_MS, 40);
  calibrating.of(1).fill(20);
  calibrating.flags[1] = 'C';
  expect(values(means.minute(calibrating))).toMatchObject({ zsavg: '50.63' });
});

test('live values at half and at full minute', () => {
  const live = new Means('f1', FACTORS, 11).live(minute(DAY, 40));
  expect(live.map((report) => (report.at - DAY) / 1000)).toEqual([30, 60]);
  expect(values(live[0])).toEqual({ rtd: '40.00', zsrtd: '50.00' });
});

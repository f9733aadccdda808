import { describe, expect, it } from 'vitest';
import { numberText, unitText } from './number.ts';
import { exceedanceRatio, ratioText } from './ratio.ts';
import { reason } from './reason.ts';
import { judged } from './value.ts';

describe('a judged value', () => {
  it('says how far a concentration is over its limit: value / limit − 1', () => {
    expect(ratioText(exceedanceRatio(87.3, 80)!)).toBe('0.09');
    expect(judged({ value: 87.3, limit: 35, unit: 'mg/m3', kind: 'exceedance' })).toMatchObject({
      over: '1.49',
      unit: 'mg/m³',
    });
  });

  it('never reads as none where it is small', () => {
    expect(ratioText(exceedanceRatio(80.01, 80)!)).toBe('0.0001');
  });

  it('has no multiple for counts and durations, whose limit is no concentration', () => {
    expect(judged({ value: 36, limit: 5, unit: 'slots', kind: 'temperature' })).toMatchObject({ over: null });
    expect(judged({ value: 340, limit: 60, unit: 'min', kind: 'duty' })).toMatchObject({ over: null });
    expect(judged({ value: 5, limit: 5, unit: 'd', kind: 'exceedance' })).toMatchObject({ over: null });
  });
});

describe('the reason in a list', () => {
  it('leaves out what stands beside it', () => {
    expect(reason('示范电厂 1号焚烧炉 2026-03-02 一氧化碳日均值', '示范电厂', '1号焚烧炉')).toBe(
      '2026-03-02 一氧化碳日均值',
    );
    expect(reason('Plant 1 Furnace 2, 2026-03-02: daily mean', 'Plant 1', 'Furnace 2')).toBe('2026-03-02: daily mean');
    expect(reason('[alert withdrawn] Plant 1 Furnace 2', 'Plant 1', 'Furnace 2')).toBe(
      '[alert withdrawn] Plant 1 Furnace 2',
    );
  });
});

describe('numbers', () => {
  it('show four figures or so, without trailing zeros and without negative nothing', () => {
    const shown = [1284.62, 142.68, 87.3, 8.1254, 0.05234, 0, -0.00001, 12, 850].map(numberText);
    expect(shown).toEqual(['1284.6', '142.7', '87.3', '8.125', '0.0523', '0', '0', '12', '850']);
  });

  it('show units as the standards print them', () => {
    expect(['mg/m3', 'ug/m3', 'm3/s', '℃', null].map(unitText)).toEqual(['mg/m³', 'μg/m³', 'm³/s', '℃', '']);
  });
});

describe('a floor', () => {
  it('is undercut by a difference, not exceeded by a multiple', () => {
    expect(judged({ value: 812.6, limit: 850, unit: '℃', kind: 'temperature' })).toMatchObject({
      over: null,
      under: '37.4',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { fitted, rangeOf, spanParams, stretched } from './range.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = Date.parse('2026-03-01T06:00:30Z');

describe('the range of a chart', () => {
  it('is a day up to now where nothing is asked', () => {
    const range = rangeOf({ from: '', to: '', range: '' }, null, now);
    expect(range).toEqual({
      start: Date.parse('2026-02-28T06:01:00Z'),
      end: Date.parse('2026-03-01T06:01:00Z'),
      preset: '24h',
    });
  });

  it('ends with the last data where those are old, so that it shows something', () => {
    const last = now - 30 * HOUR;
    expect(rangeOf({ from: '', to: '', range: '3d' }, last, now).end - last).toBeLessThanOrEqual(2 * MINUTE);
  });

  it('takes Beijing times from the address, and falls back where they make no sense', () => {
    const asked = { from: '2026-03-01 08:00', to: '2026-03-01 20:00', range: '7d' };
    expect(rangeOf(asked, null, now)).toEqual({
      start: Date.parse('2026-03-01T00:00:00Z'),
      end: Date.parse('2026-03-01T12:00:00Z'),
      preset: null,
    });
    expect(rangeOf({ ...asked, to: 'soon' }, null, now).preset).toBe('7d');
  });

  it('comes back from the address as it went in', () => {
    const span = { start: Date.parse('2026-03-01T00:00:00Z'), end: Date.parse('2026-03-01T12:00:00Z') };
    expect(rangeOf({ ...spanParams(span), range: '' }, null, now)).toMatchObject(span);
  });

  it('is never shorter than ten minutes nor longer than 400 days', () => {
    const { start, end } = fitted({ start: now, end: now + 1000 });
    expect(end - start).toBeGreaterThanOrEqual(10 * MINUTE);
    const wide = fitted(stretched({ start: now, end: now + 300 * 24 * HOUR }, 4));
    expect(wide.end - wide.start).toBeLessThanOrEqual(400 * 24 * HOUR + MINUTE);
  });
});

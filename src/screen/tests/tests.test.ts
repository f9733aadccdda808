import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { coincidence, HOUR, noise, subject, worth } from '../testing/made.ts';
import { constant } from './constant.ts';
import { crossCopy } from './cross-copy.ts';
import { gapPeak } from './gap-peak.ts';
import { meanMismatch } from './mean-mismatch.ts';
import { replay } from './replay.ts';
import { rounding } from './rounding.ts';
import { straight } from './straight.ts';
import type { Subject } from './subject.ts';

describe('constant', () => {
  const params = { least: 0.25, fewest: 6 };
  it('catches ten equal hours in a signal that never repeats', () => {
    const [one, ...more] = constant(
      subject((v) => v.fill(47.31, 500, 510)),
      params,
    );
    expect(more).toEqual([]);
    expect(one).toMatchObject({ kind: 'constant', from: 500, to: 510 });
    expect(one!.score).toBeGreaterThan(0.5);
    expect(one!.at).toBeLessThan(510);
  });

  it('knows with the third equal hour of a signal of many digits that never repeats, not with the second', () => {
    const fine = subject((v) => v.fill(47.3142, 500, 510), 4);
    const [one] = constant(fine, { least: 0.25, fewest: 3 });
    expect(one).toMatchObject({ kind: 'constant', from: 500, at: 502 });
    const twice = subject((v) => v.fill(47.3142, 500, 502), 4);
    expect(constant(twice, { least: 0.25, fewest: 3 })).toEqual([]);
  });

  it('takes longer where runs of that length were seen', () => {
    const runs = (v: Float64Array) => {
      for (let i = 40; i < 480; i += 40) v.fill(v[i]!, i, i + 3);
      v.fill(47.3142, 500, 510);
    };
    const [one] = constant(subject(runs, 4), { least: 0.25, fewest: 3 });
    expect(one!.at).toBeGreaterThan(503);
  });

  it('knows earlier while the signal moves in leaps than while it creeps, where it often stays', () => {
    // by turns: three days of steps of a hundredth, often none, and three days of leaps
    const turns = (v: Float64Array) => {
      const draw = noise(5);
      for (let i = 0; i < v.length; i++)
        if (Math.floor(i / 72) % 2 === 0) v[i] = Number((50 + 0.01 * Math.floor(2 * draw())).toFixed(2));
    };
    const held = (from: number) =>
      constant(
        subject((v) => {
          turns(v);
          v.fill(47.31, from, from + 12);
        }),
        { least: 0.25, fewest: 3 },
      ).find((s) => s.from === from)!;
    const leaping = held(72 * 9 + 40);
    const creeping = held(72 * 10 + 40);
    expect(leaping.at - leaping.from).toBeLessThan(creeping.at - creeping.from);
  });

  it('passes three equal values, and the usual data', () => {
    expect(
      constant(
        subject((v) => v.fill(47.31, 500, 503)),
        params,
      ),
    ).toEqual([]);
    expect(constant(subject(), params)).toEqual([]);
  });

  it('passes zero where the plant often stands still', () => {
    const stops = subject((v) => {
      for (let day = 1; day < 40; day += 3) v.fill(0, 24 * day, 24 * day + 12);
    });
    expect(worth(constant(stops, params))).toEqual([]);
  });

  it('does not take a gap for a value', () => {
    expect(
      constant(
        subject((v) => v.fill(Number.NaN, 500, 560)),
        params,
      ),
    ).toEqual([]);
  });
});

describe('rounding', () => {
  const params = { least: 0.25, fewest: 4 };
  it('catches hundredths that become whole fives', () => {
    const found = worth(
      rounding(
        subject((v) =>
          v.set(
            v.subarray(500, 530).map((x) => Math.round(x / 5) * 5),
            500,
          ),
        ),
        params,
      ),
    );
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatchObject({ kind: 'rounding' });
  });

  it('knows with the third value that differs', () => {
    const coarse = subject((v) => v.set([50, 55, 45, 50, 55, 60], 500), 4);
    const found = worth(rounding(coarse, { least: 0.25, fewest: 3 })) as ReturnType<typeof rounding>;
    expect(Math.min(...found.map(({ at }) => at))).toBe(502);
  });

  it('counts once that a signal which never repeats a value stays at a coarse one', () => {
    const at = (coarse: number[]) => {
      const found = rounding(
        subject((v) => v.set(coarse, 500), 4),
        { least: 0.25, fewest: 3 },
      );
      return Math.min(...worth(found).map((s) => (s as (typeof found)[number]).at));
    };
    expect(at([50, 50, 55, 45])).toBe(502);
    expect(at([50, 50, 50, 50, 50])).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes a zero check for no coarse value that is stayed at', () => {
    expect(
      worth(
        rounding(
          subject((v) => v.set([0, 0, 80, 80], 500), 4),
          { least: 0.25, fewest: 3 },
        ),
      ),
    ).toEqual([]);
  });

  it('passes a signal that was whole all along, before and after a stretch with decimals', () => {
    const whole = subject((v) => {
      v.set(
        v.map((x) => Math.round(x)),
        0,
      );
      for (let i = 420; i < 450; i++) v[i] = Number((v[i]! + 0.37 + i / 1000).toFixed(3));
    }, 3);
    expect(worth(rounding(whole, params))).toEqual([]);
  });

  it('passes a signal that was always whole, and holding one round value', () => {
    expect(worth(rounding(subject(undefined, 0), params))).toEqual([]);
    expect(
      worth(
        rounding(
          subject((v) => v.fill(50, 500, 540)),
          params,
        ),
      ),
    ).toEqual([]);
  });
});

describe('rounding of honest noise', () => {
  it('is not suspected, however many steps are tried', () => {
    const quarterHours = 900_000;
    for (const seed of [3010, 3011, 3012]) {
      const draw = noise(seed);
      const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
      const values = Float64Array.from({ length: 20_000 }, () => Number((50 + 8 * normal()).toFixed(2)));
      const { table, ...rest } = subject();
      const columns = [{ name: 'so2', values, resolution: 0.01 }];
      const long = { ...table, periodMs: quarterHours, length: values.length, columns };
      const found = rounding({ ...rest, table: long, judgeFrom: 1440, month: 2922 }, { least: 0.25, fewest: 4 });
      expect(worth(found)).toEqual([]);
    }
  });
});

describe('replay', () => {
  const params = { least: 0.25 };
  it('passes the nights of a steel works, which climb through the same few values again and again', () => {
    const file = path.join(import.meta.dirname, '../../../fixtures/quality/steel_energy.csv.gz');
    const [, ...lines] = gunzipSync(readFileSync(file)).toString().trim().split('\n');
    const values = Float64Array.from(lines, (line) => Number(line.split(',')[1]));
    const table = {
      start: 0,
      periodMs: HOUR / 4,
      length: values.length,
      columns: [{ name: 'kwh', values, resolution: 0.01 }],
    };
    const shipped = { perMonth: 0.05, root: 0.35 };
    expect(worth(replay({ table, target: 0, judgeFrom: 1440, month: 2922, coincidence: shipped }, params))).toEqual([]);
  });

  it('catches a day that comes again, within a few values, and names its source', () => {
    const again = subject((v) => v.copyWithin(600, 600 - 72, 624 - 72));
    const [one] = worth(replay(again, params)) as ReturnType<typeof replay>;
    expect(one).toMatchObject({ kind: 'replay', from: 600, to: 624 });
    expect(one!.facts).toMatchObject({ matched: 24, lagHours: 72, sourceStart: Date.UTC(2026, 0, 1) + 528 * HOUR });
    expect(one!.at).toBeLessThanOrEqual(604);
  });

  it('catches one from no whole day before', () => {
    const again = subject((v) => v.copyWithin(600, 431, 461));
    expect(worth(replay(again, params))[0]).toMatchObject({ from: 600, to: 630 });
  });

  it('passes ordinary days, two equal values, and a plant that stands at zero every night', () => {
    expect(replay(subject(), params)).toEqual([]);
    expect(
      replay(
        subject((v) => v.copyWithin(600, 528, 530)),
        params,
      ),
    ).toEqual([]);
    const nights = subject((v) => {
      for (let day = 0; day < 40; day++) v.fill(0, 24 * day, 24 * day + 8);
    });
    expect(worth(replay(nights, params))).toEqual([]);
  });
});

describe('cross-copy', () => {
  const params = { least: 0.25, lineShare: 0.03 };
  const copied = subject((v, other) => {
    for (let i = 500; i < 530; i++) v[i] = Number((7 + 2.5 * other[i]!).toFixed(2));
  });
  it('catches a companion on another scale', () => {
    // with five samples, and again with seven
    const [early, one] = worth(crossCopy(copied, params)) as ReturnType<typeof crossCopy>;
    expect(early!.at).toBeLessThan(one!.at);
    expect(one).toMatchObject({ kind: 'cross_copy', from: 500, to: 530 });
    expect(one!.facts).toMatchObject({ companion: 'flow' });
    expect(Number(one!.facts.slope)).toBeCloseTo(2.5, 2);
  });

  it('passes a loose relation, and a pair that was always computed', () => {
    expect(crossCopy(subject(), params)).toEqual([]);
    const always = subject((v, other) => {
      for (let i = 0; i < v.length; i++) v[i] = Number((7 + 2.5 * other[i]!).toFixed(2));
    });
    expect(worth(crossCopy(always, params))).toEqual([]);
  });
});

describe('gaps at peaks', () => {
  const params = { least: 0.25, fewest: 2 };
  const gap = Number.NaN;
  /** values above a level are missing over [from, to) */
  const hidden = (from: number, to: number, level: number) =>
    subject((v) => {
      for (let i = from; i < to; i++) if (v[i]! > level) v[i] = gap;
    });

  it('catches high values that are missing, at the third peak at the latest', () => {
    // the wave of 25 h is above 58 for some hours of each turn
    const [one, ...more] = worth(gapPeak(hidden(500, 590, 58), params)) as ReturnType<typeof gapPeak>;
    expect(more).toEqual([]);
    expect(one).toMatchObject({ kind: 'gap_peak' });
    expect(one!.from).toBeGreaterThanOrEqual(500);
    expect(one!.to).toBeLessThanOrEqual(591);
    expect(one!.at).toBeLessThan(500 + 3 * 26);
  });

  it('passes one outage, gaps at low values, and gaps at any height', () => {
    expect(
      worth(
        gapPeak(
          subject((v) => v.fill(gap, 500, 540)),
          params,
        ),
      ),
    ).toEqual([]);
    const low = subject((v) => {
      for (let i = 500; i < 590; i++) if (v[i]! < 48) v[i] = gap;
    });
    expect(worth(gapPeak(low, params))).toEqual([]);
    const any = subject((v) => {
      const draw = noise(3);
      for (let i = 0; i < v.length; i++) if (draw() < 0.06) v[i] = gap;
    });
    expect(worth(gapPeak(any, params))).toEqual([]);
  });

  it('passes a nightly check of two samples', () => {
    const nightly = subject((v) => {
      for (let i = 25; i < v.length; i += 24) v.fill(gap, i, i + 2);
    });
    expect(worth(gapPeak(nightly, params))).toEqual([]);
  });
});

describe('straight pieces', () => {
  const params = { least: 0.25, fewest: 2 };
  /** values above a level become the line between their neighbours below it, over [from, to) */
  const bridged = (v: Float64Array, from: number, to: number, level: number) => {
    for (let i = from; i < to; i++) {
      if (v[i]! <= level) continue;
      let j = i;
      while (v[j]! > level) j++;
      const a = v[i - 1]!;
      const step = (v[j]! - a) / (j - i + 1);
      for (let k = i; k < j; k++) v[k] = Number((a + step * (k - i + 1)).toFixed(2));
      i = j;
    }
  };

  it('catches peaks that were cut out and bridged', () => {
    const cut = subject((v) => bridged(v, 500, 570, 62));
    const [one, ...more] = worth(straight(cut, params)) as ReturnType<typeof straight>;
    expect(more).toEqual([]);
    expect(one).toMatchObject({ kind: 'despike' });
    expect(one!.from).toBeGreaterThanOrEqual(499);
    expect(one!.to).toBeLessThanOrEqual(571);
  });

  it('ends with the last of them: a straight piece days later is another matter', () => {
    const later = subject((v) => {
      bridged(v, 500, 570, 62);
      v.set([50, 51.5, 53], 640);
    });
    const [one, ...more] = worth(straight(later, params)) as ReturnType<typeof straight>;
    expect(more).toEqual([]);
    expect(one!.to).toBeLessThanOrEqual(571);
  });

  it('passes the usual data, a held value, and a signal that always moves in straight pieces', () => {
    expect(straight(subject(), params)).toEqual([]);
    expect(
      worth(
        straight(
          subject((v) => v.fill(55, 500, 540)),
          params,
        ),
      ),
    ).toEqual([]);
    const always = subject((v) => {
      for (let i = 0; i < v.length; i++) v[i] = 40 + Math.abs((i % 40) - 20);
    });
    expect(worth(straight(always, params))).toEqual([]);
  });
});

describe('hour means', () => {
  const params = { tolerance: 0.02, complete: 0.9, one: 0.8, further: 0.6 };
  /** Ten days of quarter hours and their honest means. */
  function quarters() {
    const draw = noise(5);
    const values = Float64Array.from({ length: 960 }, () => Number((40 + 20 * draw()).toFixed(1)));
    const start = Date.UTC(2026, 0, 1);
    const means = new Map<number, number>();
    for (let h = 0; h < 240; h++) {
      const mean = (values[4 * h]! + values[4 * h + 1]! + values[4 * h + 2]! + values[4 * h + 3]!) / 4;
      means.set(start + h * HOUR, Number(mean.toFixed(1)));
    }
    const table = { start, periodMs: HOUR / 4, length: 960, columns: [{ name: 'nox', values, resolution: 0.1 }] };
    return { s: { table, target: 0, judgeFrom: 192, month: 2922, coincidence } satisfies Subject, means, start };
  }

  it('catches one hour that is reported at 70 % of its samples', () => {
    const { s, means, start } = quarters();
    const at = start + 100 * HOUR;
    means.set(at, Number((0.7 * means.get(at)!).toFixed(1)));
    const found = meanMismatch(s, { means, resolution: 0.1 }, params);
    // hour 100 is slots 400 to 404, known with its last sample
    expect(found).toMatchObject([
      { kind: 'mean_mismatch', from: 400, to: 404, at: 403, score: 0.8, facts: { hours: 1 } },
    ]);
  });

  it('passes honest means, means named by the end of the hour, and hours with missing samples', () => {
    const { s, means } = quarters();
    expect(meanMismatch(s, { means, resolution: 0.1 }, params)).toEqual([]);
    const shifted = new Map([...means].map(([hour, mean]) => [hour + HOUR, mean]));
    expect(meanMismatch(s, { means: shifted, resolution: 0.1 }, params)).toEqual([]);
    const holes = quarters();
    holes.s.table.columns[0]!.values.fill(Number.NaN, 401, 404);
    expect(meanMismatch(holes.s, { means: holes.means, resolution: 0.1 }, params)).toEqual([]);
  });

  it('says nothing where there are too few hours to know the past', () => {
    const { s, means, start } = quarters();
    const few = new Map([...means].filter(([hour]) => hour >= start + 40 * HOUR));
    few.set(start + 100 * HOUR, 1);
    expect(meanMismatch(s, { means: few, resolution: 0.1 }, params)).toEqual([]);
  });
});

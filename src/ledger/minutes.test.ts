import { describe, expect, it } from 'vitest';
import { dayOf, parseTime } from '../model/beijing.ts';
import { GRAIN_ID, type Grain, packChannel, STAT_ID, type Stat } from '../model/channel.ts';
import { Flag } from '../model/flag.ts';
import { minutesOf } from './minutes.ts';
import { Page } from './page.ts';

const FACTOR = 3;

function page(writes: [grain: Grain, stat: Stat, time: string, value: number, flag?: number][]): Page {
  const made = new Page(dayOf(parseTime('2026-03-02')));
  for (const [grain, stat, time, value, flag = Flag.NORMAL] of writes) {
    const at = parseTime(`2026-03-02 ${time}`);
    made.write(packChannel(FACTOR, GRAIN_ID[grain], STAT_ID[stat]), at, at, value, flag);
  }
  return made;
}

const at = (minutes: { values: Float64Array }, time: string) => {
  const [h, m] = time.split(':').map(Number) as [number, number];
  return minutes.values[h * 60 + m];
};

describe('minutes of a day', () => {
  it('come from live readings first: the mean of the usable instants', () => {
    const minutes = minutesOf(
      page([
        ['live', 'rtd', '08:00:00', 10],
        ['live', 'rtd', '08:00:30', 20],
        ['live', 'rtd', '08:01:00', 99, Flag.CALIBRATION],
        ['live', 'rtd', '08:01:30', 30],
        ['minute', 'avg', '08:00:00', 77],
        ['minute', 'avg', '08:02:00', 50],
      ]),
      FACTOR,
      'measured',
    );
    expect([at(minutes, '08:00'), at(minutes, '08:01'), at(minutes, '08:02'), at(minutes, '08:03')]).toEqual([
      15,
      30,
      50,
      Number.NaN,
    ]);
  });

  it('use an hour record only for an hour that has nothing finer', () => {
    const minutes = minutesOf(
      page([
        ['hour', 'avg', '08:00', 40],
        ['hour', 'avg', '09:00', 60],
        ['minute', 'avg', '09:30', 61],
      ]),
      FACTOR,
      'measured',
    );
    expect([at(minutes, '08:00'), at(minutes, '08:59'), at(minutes, '09:00'), at(minutes, '09:30')]).toEqual([
      40,
      40,
      Number.NaN,
      61,
    ]);
  });

  it('let a record of a 10-minute device speak for its ten minutes', () => {
    const minutes = minutesOf(
      page([
        ['minute', 'avg', '08:00', 1],
        ['minute', 'avg', '08:10', 2],
        ['minute', 'avg', '08:20', 3],
        ['minute', 'avg', '08:40', 5],
      ]),
      FACTOR,
      'measured',
    );
    expect([
      at(minutes, '08:09'),
      at(minutes, '08:10'),
      at(minutes, '08:29'),
      at(minutes, '08:30'),
      at(minutes, '08:49'),
    ]).toEqual([1, 2, 3, Number.NaN, 5]);
  });

  it('do not take a few scattered minutes for a slow device', () => {
    const minutes = minutesOf(
      page([
        ['minute', 'avg', '00:00', 1],
        ['minute', 'avg', '10:00', 2],
        ['minute', 'avg', '20:00', 3],
      ]),
      FACTOR,
      'measured',
    );
    expect([at(minutes, '00:00'), at(minutes, '00:01')]).toEqual([1, Number.NaN]);
  });
});

import { describe, expect, test } from 'vitest';
import { ReadingBatch } from '../../../model/batch.ts';
import { channelFactor, channelGrain, channelStat, FactorIndex } from '../../../model/channel.ts';
import { flagLetter, NO_VALUE } from '../../../model/flag.ts';
import { MessageDecoder } from './decode.ts';
import { readMapping } from './mapping.ts';

/** What a mapping makes of messages, as words; the same decoder takes them all, as a server's does. */
function decode(mapping: string, ...messages: [string | Uint8Array, ...(string | Uint8Array)[]]) {
  const factors = new FactorIndex();
  const decoder = new MessageDecoder(readMapping(mapping, 'm.yaml').says, factors);
  const all = messages.map((message) => {
    const batch = new ReadingBatch(1);
    const { senders, faults } = decoder.decode(Buffer.from(message as string), 'gw/A7/power', batch);
    const rows = Array.from({ length: batch.length }, (_, i) => {
      const channel = batch.channel[i]!;
      const word = `${factors.codes[channelFactor(channel)]} ${channelGrain(channel)} ${channelStat(channel)}`;
      const flag = flagLetter(batch.flag[i]!) + ((batch.flag[i]! & NO_VALUE) > 0 ? '!' : '');
      return [senders[batch.source[i]!], new Date(batch.at[i]!).toISOString(), word, batch.value[i], flag];
    });
    return { rows, faults: faults.map(({ record, why }) => `${record} ${why}`) };
  });
  return all.length === 1 ? all[0]! : { rows: all.map(({ rows }) => rows), faults: all.map(({ faults }) => faults) };
}

const HEAD = 'id: m\ngrain: minute\nstat: avg\n';

describe('where things stand', () => {
  test('in the record, around it, in the message, in the topic', () => {
    const mapping = `${HEAD}format: json
records: plants[*].points
sender: {path: '^.mn'}
time: {path: $.head.ts, form: s}
values: [{path: "['the value'][0]", factor: {path: code}}]
`;
    const point = (code: string, value: unknown) => ({ code, 'the value': [value] });
    const message = {
      head: { ts: 1772294400 },
      plants: [
        { mn: 'A', points: [point('a21026', 1), point('a21005', 2)] },
        { mn: 'B', points: [point('a21026', 3)] },
      ],
    };
    expect(decode(mapping, JSON.stringify(message)).rows).toEqual([
      ['A', '2026-02-28T16:00:00.000Z', 'a21026 minute avg', 1, ''],
      ['A', '2026-02-28T16:00:00.000Z', 'a21005 minute avg', 2, ''],
      ['B', '2026-02-28T16:00:00.000Z', 'a21026 minute avg', 3, ''],
    ]);
  });

  test('under the name of the factor, and the sender in the topic', () => {
    const mapping = `${HEAD}format: json
records: $.values.*
sender: {path: '{topic.2}'}
time: {path: $.ts, form: ms}
values: [{path: ., factor: {path: '{key}', names: {SO2: a21026, P: {factor: kw, unit: W}}}}]
`;
    const { rows, faults } = decode(mapping, '{"ts":1772294459999,"values":{"SO2":5,"P":1500,"door":"open"}}');
    expect(rows).toEqual([
      ['A7', '2026-02-28T16:00:00.000Z', 'a21026 minute avg', 5, ''],
      ['A7', '2026-02-28T16:00:00.000Z', 'kw minute avg', 1.5, ''],
    ]);
    expect(faults).toEqual(['2 VALUE']);
  });

  test('records that are lists themselves', () => {
    const mapping = `${HEAD}format: json
sender: A
time: {path: '[0]', form: s}
values: [{path: '[1]', factor: a21026}]
`;
    const { rows } = decode(mapping, '[[1772294400,1],[1772294460,null]]');
    expect(rows.map((row) => (row as unknown[]).slice(3))).toEqual([
      [1, ''],
      [Number.NaN, '!'],
    ]);
  });
});

describe('what is written', () => {
  const one = (more: string, record: object) =>
    decode(`id: m\nformat: json\nsender: A\n${more}`, JSON.stringify(record));

  test.each([
    ['2026-03-01 08:05:30', 'beijing', '2026-03-01T00:05:30.000Z'],
    ['2026-03-01T08:05:30Z', 'beijing', '2026-03-01T08:05:30.000Z'],
    ['2026/3/1 8:05', 'beijing', '2026-03-01T00:05:00.000Z'],
    ['2026年3月1日 8时5分', 'beijing', '2026-03-01T00:05:00.000Z'],
    ['20260301080530', 'beijing', '2026-03-01T00:05:30.000Z'],
    ['2026-03-01', 'beijing', '2026-02-28T16:00:00.000Z'],
    ['2026-03-01 08:05:30', 'utc', '2026-03-01T08:05:30.000Z'],
    ['2026-03-01', 'utc', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01 08:05:30+08:00', 'utc', '2026-03-01T00:05:30.000Z'],
    [1772323530, 's', '2026-03-01T00:05:30.000Z'],
    ['1772323530', 's', '2026-03-01T00:05:30.000Z'],
    [1772323530250, 'ms', '2026-03-01T00:05:30.250Z'],
  ])('time %s as %s', (time, form, expected) => {
    const { rows } = one(`time: {path: t, form: ${form}}\ngrain: live\nstat: rtd\nvalues: [{path: v, factor: kw}]`, {
      t: time,
      v: 1,
    });
    expect((rows[0] as unknown[])[1]).toBe(expected);
  });

  test.each(['2026-02-30 00:00', '31.12.2026', '', 'now', '1985-01-01', {}, null, true, 5])('no time: %j', (time) => {
    const { rows, faults } = one('time: {path: t}\ngrain: live\nstat: rtd\nvalues: [{path: v, factor: kw}]', {
      t: time,
      v: 1,
    });
    expect([rows, faults]).toEqual([[], ['0 TIME']]);
  });

  test.each([
    ['hour', 'start', '2026-03-01 08:00', '2026-03-01T00:00:00.000Z'],
    ['hour', 'end', '2026-03-01 08:00', '2026-02-28T23:00:00.000Z'],
    ['hour', 'end', '2026-03-01 07:59:59', '2026-02-28T23:00:00.000Z'],
    ['day', 'start', '2026-03-01 08:00', '2026-02-28T16:00:00.000Z'],
    ['day', 'end', '2026-03-02', '2026-02-28T16:00:00.000Z'],
    ['minute', 'start', '2026-03-01 08:00:59', '2026-03-01T00:00:00.000Z'],
  ])('a %s named by its %s: %s', (grain, label, time, expected) => {
    const { rows } = one(
      `time: {path: t, label: ${label}}\ngrain: ${grain}\nstat: avg\nvalues: [{path: v, factor: kw}]`,
      {
        t: time,
        v: 1,
      },
    );
    expect((rows[0] as unknown[])[1]).toBe(expected);
  });

  test.each([
    ['12.5', 12.5, ''],
    [' 1e3 ', 1000, ''],
    ['-0.1', -0.1, ''],
    ['--', Number.NaN, '!'],
    ['', Number.NaN, '!'],
    [null, Number.NaN, '!'],
  ])('value %j', (value, expected, flag) => {
    const { rows } = one('time: {path: t, form: s}\ngrain: minute\nstat: avg\nvalues: [{path: v, factor: kw}]', {
      t: 1772323530,
      v: value,
    });
    expect((rows[0] as unknown[]).slice(3)).toEqual([expected, flag]);
  });

  test.each(['1,5', '0x10', 'Infinity', '1e999', '12 mg', [], {}, true])('no value: %j', (value) => {
    const { rows, faults } = one(
      'time: {path: t, form: s}\ngrain: minute\nstat: avg\nvalues: [{path: v, factor: kw}]',
      {
        t: 1772323530,
        v: value,
      },
    );
    expect([rows, faults]).toEqual([[], ['0 VALUE']]);
  });

  // 1 g/m3 = 1000 mg/m3, 1 MPa = 1000 kPa, 3600 m3/h = 1 m3/s; quotients must be the nearest doubles
  test.each([
    ['a21026', 'ug/m3', 30, 0.03],
    ['a21026', 'g/m³', 0.5, 500],
    ['a01013', 'Pa', -123, -0.123],
    ['a00000', 'm3/h', 7200, 2],
    ['kw', 'MW', 0.25, 250],
    ['w21003', 'μg/L', 1, 0.001],
  ])('%s in %s', (factor, unit, value, expected) => {
    const { rows } = one(
      `time: {path: t, form: s}\ngrain: minute\nstat: avg\nunit: {path: u}\nvalues: [{path: v, factor: ${factor}}]`,
      { t: 1772323530, v: value, u: unit },
    );
    expect((rows[0] as unknown[])[3]).toBe(expected);
  });

  test('grain, statistic, unit and mark may come with the record, under other names', () => {
    const mapping = `id: m
format: json
sender: A
time: {path: t, form: s}
grain: {path: g, names: {60: minute, 3600: hour}}
stat: {path: k, names: {mean: avg}}
unit: {path: u}
flag: {path: q, names: {good: N, bad: D}}
values: [{path: v, factor: a21026}]
`;
    const record = { t: 1772323200, g: 60, k: 'mean', u: 'ug/m3', q: 'good', v: 500 };
    const all = [
      record,
      { ...record, g: '3600', k: 'max', q: 'bad' },
      { ...record, g: 61 },
      { ...record, k: 'median' },
      { ...record, u: 'ppm' },
      { ...record, q: 'odd' },
      { ...record, q: undefined },
    ];
    const { rows, faults } = decode(mapping, JSON.stringify(all));
    expect(rows.map((row) => (row as unknown[]).slice(2))).toEqual([
      ['a21026 minute avg', 0.5, 'N'],
      ['a21026 hour max', 0.5, 'D'],
      ['a21026 minute avg', 0.5, '?'],
      ['a21026 minute avg', 0.5, ''],
    ]);
    expect(faults).toEqual(['2 GRAIN', '3 STAT', '4 UNIT']);
  });
});

describe('tables', () => {
  const mapping = `${HEAD}format: csv
sender: {path: 站点}
time: {path: 时间}
values: [{path: 'SO2[mg/m3]', factor: a21026}, {path: 'PM2.5', factor: a34004}]
`;

  test('find their columns by the header, which may change from message to message', () => {
    const { rows, faults } = decode(
      mapping,
      '\ufeff时间,站点,SO2[mg/m3],PM2.5\r\n2026-03-01 00:00,"A, north",1,2\r\n\r\n# remark\r\n2026-03-01 00:01,B,,x\r\n',
      '站点;SO2[mg/m3];时间\nA;3;2026-03-01 00:02\n',
      '站点,时间,NOx\nA,2026-03-01 00:02,1\n',
      '时间,SO2[mg/m3]\n2026-03-01 00:02,1\n',
    );
    expect(rows).toEqual([
      [
        ['A, north', '2026-02-28T16:00:00.000Z', 'a21026 minute avg', 1, ''],
        ['A, north', '2026-02-28T16:00:00.000Z', 'a34004 minute avg', 2, ''],
        ['B', '2026-02-28T16:01:00.000Z', 'a21026 minute avg', Number.NaN, '!'],
      ],
      [['A', '2026-02-28T16:02:00.000Z', 'a21026 minute avg', 3, '']],
      [],
      [],
    ]);
    expect(faults).toEqual([['1 VALUE'], [], ['0 VALUE'], ['null COLUMN']]);
  });

  test('may do without a header', () => {
    const { rows } = decode(
      `${mapping}columns: [时间, 站点, 'SO2[mg/m3]']\n`,
      '2026-03-01 00:00\tA\t7\n2026-03-01 00:01\tA\t8',
    );
    expect(rows.map((row) => (row as unknown[])[3])).toEqual([7, 8]);
  });
});

test('of many lines a broken one is alone', () => {
  const mapping = `${HEAD}format: ndjson
sender: A
time: {path: t, form: s}
values: [{path: v, factor: kw}]
`;
  const line = (v: number) => JSON.stringify({ t: 1772323530, v });
  const values = (text: string) => {
    const { rows, faults } = decode(mapping, text);
    return [rows.map((row) => (row as unknown[])[3]), faults];
  };
  expect(values(`${line(1)}\r\n${line(2)}\n`)).toEqual([[1, 2], []]);
  expect(values(`${line(1)}\n\n{"t":\n${line(2)}`)).toEqual([[1, 2], ['1 JSON']]);
  expect(values(`${line(1)},${line(2)}\n${line(3)}`)).toEqual([[3], ['0 JSON']]);
});

describe('NDJSON', () => {
  const mapping = `${HEAD}format: ndjson
sender: {path: mn}
time: {path: ts, form: s}
values: [{path: v, factor: kw}]
`;
  const line = (mn: string, v: number) => `{"mn":"${mn}","ts":1772294400,"v":${v}}`;

  test('lines that are broken and would make sense joined are named as broken, the others are read', () => {
    // Joined by a comma: one record whose "more" has two elements, then one more – as many as there are lines.
    const broken = ['{"mn":"A","ts":1772294400,"v":1,"more":[1', '2]},{"mn":"B","ts":1772294400,"v":2}'];
    const { rows, faults } = decode(mapping, [line('C', 3), ...broken, line('D', 4)].join('\n'));
    expect(rows.map(([mn, , , v]) => [mn, v])).toEqual([
      ['C', 3],
      ['D', 4],
    ]);
    expect(faults).toEqual(['1 JSON', '2 JSON']);
  });

  test('two records in a line are no line of NDJSON, whatever its neighbours lack', () => {
    const { faults } = decode(
      mapping,
      ['{"mn":"A","ts":1772294400,"v":[1', '2]}', `${line('B', 1)},${line('C', 1)}`].join('\n'),
    );
    expect(faults).toEqual(['0 JSON', '1 JSON', '2 JSON']);
  });

  test('whole lines are read as before, blank ones between them too', () => {
    expect(decode(mapping, `${line('A', 1)}\n\n${line('B', 2)}\r\n`).rows).toHaveLength(2);
  });
});

describe('registers', () => {
  test('are multiplied, moved and then turned into the usual unit (hand-computed)', () => {
    const mapping = `${HEAD}format: json
sender: A
time: {path: ts, form: s}
values:
  - {path: so2, factor: a21026, scale: 0.1}
  - {path: temperature, factor: a01012, scale: 0.1, offset: -40}
  - {path: power, factor: kw, unit: W, scale: 60}
  - {path: dust, factor: a34013, unit: ug/m3, scale: 0.1, offset: 5}
`;
    const { rows } = decode(mapping, '{"ts":1772294400,"so2":3,"temperature":1657,"power":2500,"dust":123456}');
    // 3 × 0.1; 1657 × 0.1 − 40; 2500 × 60 W; (123456 × 0.1 + 5) µg/m³
    expect(rows.map(([, , word, value]) => [String(word).split(' ')[0], value])).toEqual([
      ['a21026', 0.3],
      ['a01012', 125.7],
      ['kw', 150],
      ['a34013', 12.3506],
    ]);
  });

  test('in the long form each has its own, and a missing value stays missing', () => {
    const mapping = `${HEAD}format: json
records: $.points
sender: A
time: {path: ^.ts, form: s}
values: [{path: v, scale: 0.01, factor: {path: name, names: {a: a21026, b: {factor: a34013, scale: 0.1}}}}]
`;
    const { rows } = decode(
      mapping,
      '{"ts":1772294400,"points":[{"name":"a","v":315},{"name":"b","v":315},{"name":"b","v":null}]}',
    );
    expect(rows.map(([, , , value]) => value)).toEqual([3.15, 31.5, Number.NaN]);
  });

  test('a scale of 0 would make everything 0, and is refused', () => {
    const mapping = `${HEAD}format: json\nsender: A\ntime: {path: ts}\nvalues: [{path: v, factor: kw, scale: 0}]\n`;
    expect(() => readMapping(mapping, 'm.yaml')).toThrow(/m\.yaml:7:.*scale.*must not be 0/);
  });
});

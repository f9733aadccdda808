import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadingBatch } from '../../../model/batch.ts';
import { channelFactor, channelGrain, channelStat, FactorIndex, GRAINS } from '../../../model/channel.ts';
import { BACKFILL, Flag, flagLetter, flagOf, LETTER_MASK, NO_VALUE } from '../../../model/flag.ts';
import { Framer } from './framer.ts';
import { numberIn } from './numbers.ts';
import { oddityNames } from './oddities.ts';
import { type ParsedFrame, parseFrame } from './parse.ts';
import { FrameDecoder } from './readings.ts';
import { bytesOf, HEAD, live, packet, segment } from './test-frames.ts';

interface Decoded {
  parsed: ParsedFrame;
  reject: string | null;
  kind: string;
  oddities: string[];
  grain: number;
  at: number;
  sentAt: number;
  readings: number;
  rows: {
    source: number;
    factor: string;
    grain: string;
    stat: string;
    at: number;
    sentAt: number;
    value: number;
    flag: number;
  }[];
}

/** Decodes all frames of some bytes into one batch, and beside it reads them the readable way. */
function decode(bytes: Uint8Array, decoder: FrameDecoder, factors: FactorIndex, arrivedAt?: number): Decoded[] {
  const batch = new ReadingBatch(4);
  const out: Decoded[] = [];
  const framer = new Framer({
    frame: (frame) => {
      const first = batch.length;
      const { ...facts } = decoder.decode(frame, batch, out.length, arrivedAt);
      const rows = Array.from({ length: batch.length - first }, (_, k) => {
        const i = first + k;
        const channel = batch.channel[i]!;
        return {
          source: batch.source[i]!,
          factor: factors.codes[channelFactor(channel)]!,
          grain: channelGrain(channel),
          stat: channelStat(channel),
          at: batch.at[i]!,
          sentAt: batch.sentAt[i]!,
          value: batch.value[i]!,
          flag: batch.flag[i]!,
        };
      });
      out.push({ ...facts, oddities: oddityNames(facts.oddities), rows, parsed: parseFrame(frame, arrivedAt) });
    },
    reject: () => {},
  });
  framer.push(bytes);
  framer.flush();
  return out;
}

function holdsEqual(all: Decoded[]): void {
  all.forEach(({ parsed, rows, ...facts }, source) => {
    expect(facts.reject).toBe(parsed.reject);
    expect(facts.kind).toBe(parsed.kind);
    expect(facts.oddities).toEqual(parsed.oddities);
    expect(facts.at).toBe(parsed.at);
    expect(facts.readings).toBe(rows.length);
    expect(rows).toEqual(
      parsed.reject !== null
        ? []
        : parsed.readings.map(({ factor, stat, value, flag }) => ({
            source,
            factor,
            grain: GRAINS[facts.grain],
            stat,
            at: parsed.at,
            sentAt: facts.sentAt,
            value: value ?? Number.NaN,
            flag:
              (flag === null ? Flag.UNMARKED : flagOf(flag)) |
              (parsed.rf ? BACKFILL : 0) |
              (value === null ? NO_VALUE : 0),
          })),
    );
  });
}

const golden = ['frames', 'annex-c-computed'].flatMap((name) =>
  readFileSync(new URL(`../../../../fixtures/hj212/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => bytesOf((JSON.parse(line) as { frame: string }).frame)),
);

const code = fc.oneof(
  fc.constantFrom(
    'a21026',
    'a34013',
    'a01013',
    'w01018',
    '011',
    '02',
    'S08',
    'PM10',
    'I33400',
    'i33311',
    'LA-Rtd',
    '清',
    '',
  ),
  fc.nat(40).map((n) => `f${n}`),
);
const suffix = fc.constantFrom(
  '-Rtd',
  '-Avg',
  '-Min',
  '-Max',
  '-Cou',
  '-ZsRtd',
  '-Flag',
  '-flag',
  '-Info',
  '-SampleTime',
  '-td',
  '',
);
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.integer({ min: -99_999, max: 999_999 }), fc.nat(4)).map(([n, d]) => (n / 10 ** d).toFixed(d)),
  fc.constantFrom(
    'N',
    'D',
    'n',
    'U',
    '3',
    'ab',
    '',
    ' ',
    '-',
    'NaN',
    '1.',
    '.5',
    '+1.50',
    ' 2 ',
    '1e3',
    '//a;b,c//',
    '//a',
    '%d',
    '0000.10',
  ),
  fc.stringMatching(/^-?\d{1,18}(\.\d{1,12})?$/),
);
const pair = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(code, suffix, value).map(([c, s, v]) => `${c}${s}=${v}`) },
  fc.constantFrom(
    'Flag=N',
    'PolId=w01018',
    'PolId=03',
    'PolId=清',
    'i13008-Info=1.02',
    'i13008-Info=0.9',
    'i13001-Info=0-500',
    'i12001-Info=',
    'DataTime=20240601085801',
    'DataTime=2024',
    'x',
    '=',
    '==',
    ' ',
    'BeginTime=1',
  ),
);
const area = fc
  .array(fc.tuple(pair, fc.constantFrom(',', ';', ';;', ', ', '; ')), { maxLength: 20 })
  .map((pairs) => pairs.flat().join(''));
const head = fc
  .tuple(
    fc.constantFrom('2011', '2051', '2061', '2031', '2111', '3020', '2021', '2062', '9014', '1013'),
    fc.constantFrom('Flag=5;', 'Flag=9;RF=1;', '', 'Flag=4;RF=0;'),
    fc.constantFrom('QN=20240601085857223;', 'QN=1717203537223;', 'QN=x;', ''),
  )
  .map(([cn, flag, qn]) => `${qn}ST=31;CN=${cn};PW=123456;MN=88888880000001;${flag}`);
const time = fc.constantFrom('DataTime=20240601085800;', 'DataTime=20240601085800123,', 'DataTime=20240601000000;', '');
const utf8 = (text: string) => Buffer.from(text).toString('latin1');
const frame = fc
  .tuple(head, time, area, fc.constantFrom('&&', ''))
  .map(([h, t, a, end]) => packet(utf8(`${h}CP=&&${t}${a}${end}`)));

describe('FrameDecoder', () => {
  it('puts into batches what the readable parse reads: golden frames', () => {
    const factors = new FactorIndex();
    const decoder = new FrameDecoder(factors);
    for (let round = 0; round < 2; round++) for (const bytes of golden) holdsEqual(decode(bytes, decoder, factors));
  });

  it('… and generated ones, with guesses learnt from the others', () => {
    const factors = new FactorIndex();
    const decoder = new FrameDecoder(factors);
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 5 }), (frames) => {
        holdsEqual(decode(bytesOf(frames.join('')), decoder, factors, Date.parse('2024-06-01T09:00:00+08:00')));
      }),
      { seed: 212, numRuns: 1500 },
    );
  });

  it('… and areas of any bytes', () => {
    const factors = new FactorIndex();
    const decoder = new FrameDecoder(factors);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        holdsEqual(decode(bytesOf(packet(live(Buffer.from(bytes).toString('latin1')))), decoder, factors));
      }),
      { seed: 2005, numRuns: 500 },
    );
  });

  it('reads the hour of HJ 212-2017 as its period, its time and its marks', () => {
    const factors = new FactorIndex();
    const text = segment(
      'DataTime=20240601080000;w00000-Cou=63.0,w00000-Avg=17.5,w00000-Flag=N;011-Avg=40.1,011-Flag=D;w21003-Max=-,w21003-Flag=T',
      'QN=20240601090000001;ST=32;CN=2061;PW=123456;MN=88888880000001;Flag=8;RF=1;',
    );
    const [only] = decode(bytesOf(packet(text)), new FrameDecoder(factors), factors);
    const at = Date.parse('2024-06-01T08:00:00+08:00');
    const sentAt = Date.parse('2024-06-01T09:00:00.001+08:00');
    const row = (factor: string, stat: string, value: number, flag: number) => ({
      source: 0,
      factor,
      grain: 'hour',
      stat,
      at,
      sentAt,
      value,
      flag: flag | BACKFILL,
    });
    expect(only!.rows).toEqual([
      row('w00000', 'cou', 63, Flag.NORMAL),
      row('w00000', 'avg', 17.5, Flag.NORMAL),
      row('w01018', 'avg', 40.1, Flag.FAULT),
      row('w21003', 'max', Number.NaN, Flag.OVER_RANGE | NO_VALUE),
    ]);
    expect(flagLetter(only!.rows[2]!.flag & LETTER_MASK)).toBe('D');
  });

  it('finds flags that stand before their values or in another item', () => {
    const factors = new FactorIndex();
    const [only] = decode(
      bytesOf(packet(live('a-Flag=D;b-Rtd=1;a-Rtd=2;b-Flag=N'))),
      new FrameDecoder(factors),
      factors,
    );
    expect(only!.rows.map(({ factor, flag }) => [factor, flag])).toEqual([
      ['b', Flag.NORMAL],
      ['a', Flag.FAULT],
    ]);
  });

  it('keeps to the bounds of the factor index, and takes known factors all the same', () => {
    const factors = new FactorIndex(2);
    const decoder = new FrameDecoder(factors);
    const rows = (text: string) => decode(bytesOf(packet(text)), decoder, factors)[0]!.rows.map(({ factor }) => factor);
    expect(rows(live('a-Rtd=1;b-Rtd=2;c-Rtd=3;a-Avg=4'))).toEqual(['a', 'b', 'a']);
  });

  it('reads numbers as exactly as the language does', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[+-]?\d{1,20}(\.\d{1,25})?([eE][+-]?\d{1,2})?$/), (text) => {
        const bytes = bytesOf(text);
        expect(numberIn(bytes, 0, bytes.length)).toBe(Number(text));
      }),
      { seed: 15, numRuns: 2000 },
    );
  });

  it('says what kind of command a frame is', () => {
    const factors = new FactorIndex();
    const decoder = new FrameDecoder(factors);
    const kind = (cn: string, area: string, flag = 5) =>
      decode(
        bytesOf(packet(segment(area, HEAD.replace('2011', cn).replace('Flag=5', `Flag=${flag}`)))),
        decoder,
        factors,
      )[0]!.kind;
    expect(kind('2011', 'DataTime=20240601085800;a-Rtd=1')).toBe('upload');
    expect(kind('2011', '')).toBe('request');
    expect(kind('2051', 'BeginTime=20240601084000;EndTime=20240601084000')).toBe('request');
    expect(kind('2021', 'DataTime=20240601085800;SB1-RS=1')).toBe('upload');
    expect(kind('2081', 'DataTime=20240601085800;RestartTime=20240601085800')).toBe('upload');
    expect(kind('3019', 'PolId=w01018;w01018-SN=010000A8900016F000169DC1')).toBe('upload');
    expect(kind('3020', 'PolId=w01018;InfoId=i11001;BeginTime=20240601010522,EndTime=20240601085857')).toBe('request');
    expect(kind('1011', 'PolId=w01018;SystemTime=20240601085857')).toBe('upload');
    expect(kind('1061', 'RtdInterval=30')).toBe('upload');
    expect(kind('1062', 'RtdInterval=30')).toBe('request');
    expect(kind('1013', 'PolId=w01018')).toBe('notification');
    expect(kind('1001', 'i23005-Info=697', 9)).toBe('notification');
    for (const cn of ['9011', '9012', '9013', '9014']) expect(kind(cn, '')).toBe('answer');
    for (const cn of ['9015', '9021']) expect(kind(cn, '')).toBe('heartbeat');
    expect(kind('9130', '')).toBe('unknown');
  });
});

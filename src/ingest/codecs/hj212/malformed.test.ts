import { describe, expect, it } from 'vitest';
import { HEAD, live, modbus, outcomes, packet, segment, told } from './test-frames.ts';

/**
 * One test for each line of the table of malformed input: what is seen in the field, and what becomes of it.
 * A = accepted, A+ = accepted and marked, R = rejected.
 */
const GOOD = live('a21026-Rtd=12.5,a21026-Flag=N');
const one = (text: string, ...more: Parameters<typeof outcomes> extends [string, ...infer R] ? R : never) => {
  const all = outcomes(text, ...more);
  expect(all).toHaveLength(1);
  return all[0]!;
};
const readings = (area: string, command = '2011') => {
  const { frame } = one(packet(segment(area, HEAD.replace('CN=2011', `CN=${command}`))));
  return frame!.readings.map(({ factor, stat, value, flag }) => `${factor} ${stat} ${value} ${flag}`);
};

describe('CRC and length', () => {
  it('CRC in lower case: A', () => {
    expect(told(outcomes(packet(GOOD, { crc: crcOf(GOOD).toLowerCase() })))).toEqual(['ok']);
  });

  it('MODBUS CRC: R; A+ for a device that is known for it', () => {
    const text = packet(GOOD, { crc: modbus(GOOD) });
    expect(told(outcomes(text))).toEqual(['CRC_MODBUS']);
    expect(told(outcomes(text, { acceptModbus: (mn) => mn === '88888880000001' }))).toEqual(['ok CRC_MODBUS']);
    expect(told(outcomes(text, { acceptModbus: (mn) => mn === 'other' }))).toEqual(['CRC_MODBUS']);
  });

  it('MODBUS CRC and a wrong length: both are told', () => {
    const text = packet(GOOD, { crc: modbus(GOOD), length: '0099' });
    expect(told(outcomes(text))).toEqual(['CRC_MODBUS']);
    expect(told(outcomes(text, { acceptModbus: () => true }))).toEqual(['ok LEN CRC_MODBUS']);
  });

  it.each(['0000', '1234', '47C0'])('CRC %s, invented or copied: R, unless it is right', (crc) => {
    expect(told(outcomes(packet(GOOD, { crc })))).toEqual(['CRC']);
  });

  it('CRC without the closing &&, which is missing: R LEN', () => {
    const text = GOOD.slice(0, -2);
    expect(told(outcomes(packet(text, { length: String(GOOD.length).padStart(4, '0') })))).toEqual(['LEN']);
    expect(told(outcomes(packet(text, { length: String(GOOD.length).padStart(4, '0') }) + packet(GOOD)))).toEqual([
      'LEN',
      'ok',
    ]);
    expect(
      told(outcomes(packet(text, { length: String(GOOD.length).padStart(4, '0'), tail: '' }) + packet(GOOD))),
    ).toEqual(['LEN', 'ok']);
  });

  it.each(['0139', '0400', '0105', '0001', '9999', '0000'])('length %s is wrong, CRC right: A+', (length) => {
    expect(told(outcomes(packet(GOOD, { length })))).toEqual(['ok LEN']);
    expect(told(outcomes(packet(GOOD, { length, tail: '' })))).toEqual(['ok LEN']);
    const between = packet(GOOD) + packet(GOOD, { length }) + packet(GOOD);
    expect(told(outcomes(between))).toEqual(['ok', 'ok LEN', 'ok']);
  });

  it('length of 3 digits: A+ where the CRC is right, else R', () => {
    const short = String(GOOD.length).slice(-3);
    expect(told(outcomes(packet(GOOD, { length: short })))).toEqual(['ok LEN']);
    expect(told(outcomes(packet(GOOD, { length: '999' })))).toEqual(['ok LEN']);
    expect(told(outcomes(packet(GOOD, { length: short, crc: 'D042' })))).toEqual(['LEN']);
  });
});

const crcOf = (text: string) => packet(text).slice(-6, -2);

describe('boundaries', () => {
  it.each(['', '\n', '\r\r\n', '\r', '\r\n\r\n', '\r\n '])('tail %j: A', (tail) => {
    expect(told(outcomes(packet(GOOD, { tail }) + packet(GOOD, { tail })))).toEqual(['ok', 'ok']);
  });

  it('truncated, the next frame follows: R first, A second', () => {
    for (const cut of [20, 50, 80, 110]) {
      expect(told(outcomes(packet(GOOD).slice(0, cut) + packet(GOOD)))).toEqual(['TRUNCATED', 'ok']);
    }
  });

  it('garbage or half a frame in front: skipped to ##', () => {
    expect(told(outcomes(`\x00\xffhello${packet(GOOD)}`))).toEqual(['GARBAGE', 'ok']);
    expect(told(outcomes(packet(GOOD).slice(50) + packet(GOOD)))).toEqual(['GARBAGE', 'ok']);
    expect(told(outcomes(`#####${packet(GOOD)}`))).toEqual(['GARBAGE', 'ok']);
  });

  it('a handshake without CRC: R, and it stops nothing', () => {
    const shake = '##0035SN=0123456789;DATETIME=2024060108&&';
    expect(told(outcomes(`${shake}\r\n${packet(GOOD)}`))).toEqual(['NO_CRC', 'ok']);
    expect(told(outcomes(shake + packet(GOOD, { tail: '' })))).toEqual(['NO_CRC', 'ok']);
    expect(told(outcomes(shake))).toEqual(['NO_CRC']);
  });

  it('no closing &&, no CP: A+ where length and CRC agree', () => {
    expect(told(outcomes(packet(`${HEAD}CP=&&DataTime=20240601085800;a21026-Rtd=1,a21026-Flag=N`)))).toEqual([
      'ok NOEND',
    ]);
    expect(told(outcomes(packet(`${HEAD}CP=DataTime=20240601085800`)))).toEqual(['ok NOEND']);
    expect(told(outcomes(packet(HEAD)))).toEqual(['ok NOCP']);
    const foreign = one(packet('USCC=91110000000000000X;IMEI=860000000000000&&'));
    expect(foreign.frame).toMatchObject({
      st: null,
      cn: null,
      mn: null,
      kind: 'unknown',
      oddities: ['NOCP'],
      readings: [],
    });
  });
});

describe('header', () => {
  it.each(['PW=123456;,', 'PW=;', '', 'pw=123456;', 'PW=123456,'])('%j before MN: A', (pw) => {
    const text = packet(live('a21026-Rtd=1,a21026-Flag=N').replace('PW=123456;', pw));
    expect(one(text).frame).toMatchObject({ mn: '88888880000001', flag: 5, oddities: [] });
  });

  it('keys of the header in any case and order, the first of a repeated one: A', () => {
    const { frame } = one(packet('FLAG=9;mn=A110000_0001;st=21;cN=2011;QN=20240601085857223;MN=other;CP=&&&&'));
    expect(frame).toMatchObject({ flag: 9, version: 2, needAck: true, mn: 'A110000_0001', st: '21', cn: '2011' });
  });

  it('Flag inside CP, without a code: holds for all factors, A+', () => {
    const { frame } = one(packet(live('a34002-Rtd=20;a34004-Rtd=9,a34004-Flag=D;Flag=N')));
    expect(frame!.oddities).toEqual(['FRAME_FLAG']);
    expect(frame!.readings.map(({ flag }) => flag)).toEqual(['N', 'D']);
  });

  it.each([
    '20240601085857',
    '1617957600465',
    '202406010858572231',
    'abc',
    '20241301085857223',
  ])('QN=%s: A+, a token', (qn) => {
    const { frame } = one(packet(GOOD.replace('20240601085857223', qn)));
    expect(frame).toMatchObject({ qn, oddities: ['QN'] });
  });

  it('QN missing: A', () => {
    expect(one(packet(GOOD.replace(/QN=\d+;/, ''))).frame).toMatchObject({ qn: null, oddities: [] });
    expect(one(packet(GOOD.replace(/QN=\d+;/, 'QN=;'))).frame).toMatchObject({ qn: null, oddities: [] });
  });

  it.each(['000101', '4201003', 'A110000_0001', 'aqms-1100-2020110011', 'x'.repeat(32)])('MN=%s: A', (mn) => {
    expect(one(packet(GOOD.replace('88888880000001', mn))).frame).toMatchObject({ mn, oddities: [] });
  });

  it.each([
    [/MN=\w+;/, '', 'NO_MN'],
    [/MN=\w+;/, 'MN=;', 'NO_MN'],
    [/MN=\w+;/, `MN=${'x'.repeat(33)};`, 'NO_MN'],
    [/MN=\w+;/, 'MN=a/b;', 'NO_MN'],
    [/ST=31;/, '', 'NO_ST'],
    [/CN=2011;/, '', 'NO_CN'],
  ])('%s → %j: R, not attributable', (from, to, why) => {
    expect(told(outcomes(packet(GOOD.replace(from, to))))).toEqual([why]);
  });

  it('an empty MN: A with the commands that give one', () => {
    const head = 'QN=20240601085857223;ST=91;CN=1001;PW=123456;MN=;Flag=9;';
    expect(one(packet(segment('i23005-Info=6970', head))).frame).toMatchObject({ mn: '', kind: 'notification' });
  });

  it('ST=101, CN=9130, CN=2000: A', () => {
    expect(one(packet(GOOD.replace('ST=31', 'ST=101'))).frame!.st).toBe('101');
    for (const cn of ['9130', '2000']) {
      expect(one(packet(GOOD.replace('CN=2011', `CN=${cn}`))).frame).toMatchObject({
        cn,
        kind: 'unknown',
        readings: [],
      });
    }
  });

  it('PNO before PNUM, without bit D, PNUM=1: A', () => {
    const { frame } = one(packet(GOOD.replace('Flag=5;', 'Flag=5;PNO=0002;PNUM=0002;')));
    expect(frame).toMatchObject({ pnum: 2, pno: 2, oddities: [] });
    expect(one(packet(GOOD.replace('Flag=5;', 'Flag=7;PNUM=1;PNO=1;'))).frame).toMatchObject({
      pnum: 1,
      pno: 1,
      oddities: [],
    });
    expect(one(packet(GOOD.replace('Flag=5;', 'Flag=7;'))).frame).toMatchObject({ pnum: null, oddities: [] });
  });

  it('RF other than 1: live, A+', () => {
    expect(one(packet(GOOD.replace('Flag=5;', 'Flag=9;RF=1;'))).frame).toMatchObject({ rf: true, oddities: [] });
    expect(one(packet(GOOD.replace('Flag=5;', 'Flag=9;RF=0;'))).frame).toMatchObject({ rf: false, oddities: ['RF'] });
  });
});

describe('time', () => {
  const at = (stamp: string, command = '2011') =>
    one(packet(segment(`DataTime=${stamp};a21026-Avg=1,a21026-Flag=N`, HEAD.replace('2011', command)))).frame!;

  it('17 digits: the first 14, A+', () => {
    expect(at('20240601085800123')).toMatchObject({
      at: Date.parse('2024-06-01T08:58:00+08:00'),
      oddities: ['DATATIME_MS'],
    });
  });

  it.each([
    '2024060108580012',
    '202406010858',
    '20241301085800',
    '20240230085800',
    '19700101080000',
    '20240601256000',
    '2024-06-01 08:5',
    '2006010215040',
    '01022006150405',
    '',
    'abc',
  ])('DataTime=%s: R as data', (stamp) => expect(at(stamp).reject).toBe('DATATIME'));

  it('values without DataTime: R, but real-time ones speak for their sending; a request has none', () => {
    expect(told(outcomes(packet(segment('a21026-Avg=1', HEAD.replace('2011', '2051')))))).toEqual(['DATATIME']);
    expect(told(outcomes(packet(segment('a21026-Rtd=1', HEAD.replace(/QN=\d+;/, '')))))).toEqual(['DATATIME']);
    const { frame } = one(packet(segment('a21026-Rtd=1,a21026-Flag=N')));
    expect(frame).toMatchObject({ at: Date.parse('2024-06-01T08:58:57.223+08:00'), oddities: ['NO_DATATIME'] });
    expect(one(packet(segment(''))).frame).toMatchObject({ reject: null, kind: 'request' });
  });

  it('more than 10 minutes ahead of the arrival: R', () => {
    const arrival = Date.parse('2024-06-01T08:48:00+08:00');
    expect(one(packet(GOOD), undefined, arrival).frame!.reject).toBeNull();
    expect(one(packet(GOOD), undefined, arrival - 1).frame!.reject).toBe('FUTURE');
  });

  it.each([
    ['2051', '20240601085830', '08:58'],
    ['2061', '20240601210001', '21:00'],
    ['2031', '20240601010000', '00:00'],
    ['2111', '20240601011230', '01:10'],
  ])('off the period grid in %s: floored, A+', (command, stamp, clock) => {
    expect(at(stamp, command)).toMatchObject({
      at: Date.parse(`2024-06-01T${clock}:00+08:00`),
      oddities: ['OFF_GRID'],
    });
  });

  it('second 60 and 24:00:00 roll over: A+', () => {
    expect(at('20240601085960')).toMatchObject({ at: Date.parse('2024-06-01T09:00:00+08:00'), oddities: ['ROLLED'] });
    expect(at('20240601240000')).toMatchObject({ at: Date.parse('2024-06-02T00:00:00+08:00'), oddities: ['ROLLED'] });
  });
});

describe('values', () => {
  it.each([
    '',
    '-',
    '--',
    'NaN',
    'null',
    '1.2.3',
    '12a',
    '.5',
    '5.',
    '1,2',
    'St',
    '1e999',
  ])('-Rtd=%s: NOVALUE, never 0', (value) => {
    const { frame } = one(packet(live(`a21026-Rtd=${value},a21026-Flag=N`)));
    if (value === '1,2') expect(frame!.readings).toMatchObject([{ value: 1 }]);
    else
      expect(frame).toMatchObject({
        oddities: ['NOVALUE'],
        readings: [{ factor: 'a21026', value: null, flag: 'N' }],
      });
  });

  it('an empty SampleTime: NOVALUE', () => {
    const { frame } = one(packet(live('w01018-SampleTime=,w01018-Rtd=30.1,w01018-Flag=N')));
    expect(frame).toMatchObject({ oddities: ['NOVALUE'], readings: [{ value: 30.1 }] });
  });

  it('negative: A for pressure and temperature, A+ for concentrations', () => {
    expect(told(outcomes(packet(live('a01013-Rtd=-0.05,a01013-Flag=N;a01001-Rtd=-12,a01001-Flag=N'))))).toEqual(['ok']);
    expect(told(outcomes(packet(live('a21026-Rtd=-0.3,a21026-Flag=N'))))).toEqual(['ok NEGATIVE']);
  });

  it('a repeated key: the same value is ignored, of different ones the first counts, A+', () => {
    const { frame } = one(packet(live('a21-Rtd=1.0;a21-Rtd=1.00;a21-Flag=N')));
    expect(frame).toMatchObject({ oddities: [], readings: [{ factor: 'a21', value: 1 }] });
    const other = one(packet(live('a21026-Rtd=1,a21026-Flag=N;a21026-Rtd=2,a21026-Flag=N'))).frame!;
    expect(other).toMatchObject({ oddities: ['DUP'], readings: [{ value: 1 }] });
    expect(other.cp.flat().filter(([key]) => key === 'a21026-Rtd')).toHaveLength(2);
  });

  it('no flag: usable, A+', () => {
    expect(one(packet(live('a21026-Rtd=1'))).frame).toMatchObject({ oddities: ['NOFLAG'], readings: [{ flag: null }] });
  });

  it('keys that are wrong: split at the last known suffix, otherwise unknown', () => {
    expect(readings('DataTime=20240601085800;LA-Rtd-Rtd=50;LA-td=50.1;01018-Rtd=3;LA-Flag=N')).toEqual([
      'LA-Rtd rtd 50 null',
      '01018 rtd 3 null',
    ]);
  });

  it('names for codes, old codes and new ones in one frame: told per key', () => {
    const area =
      'DataTime=20240601085800;PM10-Rtd=69,PM10-Flag=N;011-Rtd=231.0,011-Flag=N;w21003-Rtd=1.8;B01-Rtd=36.9;802-Rtd=1';
    expect(readings(area)).toEqual([
      'PM10 rtd 69 N',
      'w01018 rtd 231 N',
      'w21003 rtd 1.8 null',
      'w00000 rtd 36.9 null',
      '802 rtd 1 null',
    ]);
  });

  it('letters for a value (ST=45): kept in cp, no number', () => {
    const text = packet(segment('DataTime=20240601085800;p99101-Rtd=St,p99101-Flag=N', HEAD.replace('ST=31', 'ST=45')));
    const { frame } = one(text);
    expect(frame!.cp[1]).toEqual([
      ['p99101-Rtd', 'St'],
      ['p99101-Flag', 'N'],
    ]);
    expect(frame).toMatchObject({ oddities: ['NOVALUE'], readings: [{ value: null }] });
  });

  it('an unformatted template: R', () => {
    const text = segment('DataTime=20240601085800;i12001-Info=%d', HEAD.replace('2011', '3020'));
    expect(told(outcomes(packet(text)))).toEqual(['TEMPLATE']);
    expect(told(outcomes(packet(live('a21026-Rtd=%.2f'))))).toEqual(['TEMPLATE']);
  });
});

describe('the data area', () => {
  it('; before &&, empty items, blanks after && and ;: A', () => {
    const { frame } = one(packet(segment(' PolId=w01018; ;;SystemTime=20240601085800;', HEAD.replace('2011', '1011'))));
    expect(frame).toMatchObject({ cp: [[['PolId', 'w01018']], [['SystemTime', '20240601085800']]], oddities: [] });
  });

  it('a segment of more than 1024 bytes: A+', () => {
    const pairs = Array.from({ length: 60 }, (_, i) => `f${i}-Rtd=${i}.25,f${i}-Flag=N`).join(';');
    expect(told(outcomes(packet(live(pairs))))).toEqual(['ok LONG']);
  });

  it('text between // may hold separators; UTF-8, or GBK where it is not that', () => {
    const log = (text: Uint8Array) =>
      one(
        packet(
          segment(`PolId=w01018;i11001-Info=//${Buffer.from(text).toString('latin1')}//`, HEAD.replace('2011', '3020')),
        ),
      );
    expect(log(Buffer.from('清洗;管路,a=1')).frame!.cp[1]).toEqual([['i11001-Info', '//清洗;管路,a=1//']]);
    const gbk = Uint8Array.from([0xc7, 0xe5, 0xcf, 0xb4]);
    expect(log(gbk).frame!.cp[1]).toEqual([['i11001-Info', '//清洗//']]);
  });

  it('device information: measured states of the site are values, and settings of the instrument that PolId names', () => {
    const area =
      'DataTime=20240601085800;i33311-Info=912.5;PolId=a21026,i13008-Info=1.02,i12001-Info=0;PolId=03,i13001-Info=600';
    expect(readings(area, '3020')).toEqual([
      'i33311 rtd 912.5 null',
      'a21026-i13008 rtd 1.02 null',
      'a21026-i12001 rtd 0 null',
      'a21002-i13001 rtd 600 null',
    ]);
  });

  it('a setting without its instrument, in words, or in any other command is no value', () => {
    expect(readings('DataTime=20240601085800;i13008-Info=1.02', '3020')).toEqual([]);
    expect(readings('DataTime=20240601085800;PolId=a21026;i13001-Info=0-500', '3020')).toEqual([]);
    expect(readings('DataTime=20240601085800;PolId=a21026;i13008-Info=1.02', '2011')).toEqual([]);
  });
});

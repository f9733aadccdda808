import { describe, expect, it } from 'vitest';
import { parseTime } from '../../../model/beijing.ts';
import type { DeviceAsk } from '../../../model/request.ts';
import { askFrame, verdictOf } from './ask.ts';
import { sm4Decrypt } from './sm4.ts';

const QN = '20160801085857223';
const DEVICE = { mn: '010000A8900016F000169DC0', st: '32', version: 1, password: '123456' };
const at = (text: string) => parseTime(text);
const asked = (ask: DeviceAsk, device = DEVICE, qn = QN, now = at('2016-08-01 08:58:57')) =>
  Buffer.from(askFrame(ask, qn, device, now)).toString('latin1');

describe('requests to devices', () => {
  // HJ 212-2017 annex C as collected; the CRCs were computed by another implementation.
  it.each<[string, DeviceAsk, string]>([
    [
      'C.3 set the clock of an instrument',
      { kind: 'set-clock', factor: 'w01018' },
      '##0125QN=20160801085857223;ST=32;CN=1012;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&PolId=w01018;SystemTime=20160801085857&&0880\r\n',
    ],
    [
      'C.6 set the interval of live data',
      { kind: 'set-interval', of: 'live', every: 30 },
      '##0101QN=20160801085857223;ST=32;CN=1062;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&4400\r\n',
    ],
    [
      'C.8 set the interval of minute data',
      { kind: 'set-interval', of: 'minute', every: 10 },
      '##0101QN=20160801085857223;ST=32;CN=1064;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&MinInterval=10&&1680\r\n',
    ],
    [
      'C.20 minute history of one period',
      { kind: 'history', grain: 'minute', from: at('2016-08-01 08:40'), to: at('2016-08-01 08:41') },
      '##0134QN=20160801085857223;ST=32;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&BeginTime=20160801084000;EndTime=20160801084000&&56C0\r\n',
    ],
  ])('are written as the standard prints them: %s', (_, ask, printed) => {
    expect(asked(ask)).toBe(printed);
  });

  it('2025: the flag of its edition, and the log of an instrument as its example has it', () => {
    const ask = {
      kind: 'information',
      info: 'i11001',
      factor: 'w01018',
      from: at('2024-06-01 01:05:22'),
      to: at('2024-06-01 08:58:57'),
    } as const;
    expect(asked(ask, { ...DEVICE, version: 2 }, '20240601085857223')).toBe(
      '##0161QN=20240601085857223;ST=32;CN=3020;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&PolId=w01018;InfoId=i11001;BeginTime=20240601010522,EndTime=20240601085857&&5F00\r\n',
    );
  });

  it('2005: Flag=3 and a comma between the ends, as its examples have it', () => {
    const ask = { kind: 'history', grain: 'minute', from: at('2004-05-06 11:10'), to: at('2004-05-06 15:11') } as const;
    expect(asked(ask, { mn: '88888880000001', st: '32', version: 0, password: '123456' }, '20040516010101001')).toBe(
      '##0124QN=20040516010101001;ST=32;CN=2051;PW=123456;MN=88888880000001;Flag=3;CP=&&BeginTime=20040506111000,EndTime=20040506151000&&6B80\r\n',
    );
  });

  it('ask for the last period that begins within the span, and need no password where none is known', () => {
    const day = { kind: 'history', grain: 'hour', from: at('2026-03-02'), to: at('2026-03-03') } as const;
    const { password: _, ...open } = DEVICE;
    expect(Buffer.from(askFrame(day, QN, open, 0)).toString()).toContain(
      'CN=2061;MN=010000A8900016F000169DC0;Flag=5;CP=&&BeginTime=20260302000000;EndTime=20260302230000&&',
    );
  });

  it('are sealed for a device that seals, in data commands only; the header stays plain', () => {
    const sm4Key = Buffer.alloc(16, 0x30);
    const sealed = { ...DEVICE, version: 2, sm4Key };
    const hour = { kind: 'history', grain: 'hour', from: at('2026-03-02'), to: at('2026-03-03') } as const;
    const bytes = Buffer.from(askFrame(hour, QN, sealed, 0));
    const from = bytes.indexOf('CP=&&') + 5;
    const area = bytes.subarray(from, bytes.lastIndexOf('&&'));
    expect(bytes.toString('latin1', 0, from)).toContain('CN=2061');
    expect(area.toString('latin1')).not.toContain('BeginTime');
    expect(Buffer.from(sm4Decrypt(area, sm4Key)).toString()).toBe('BeginTime=20260302000000;EndTime=20260302230000');
    expect(asked({ kind: 'set-interval', of: 'live', every: 30 }, sealed)).toContain('RtdInterval=30');
  });
});

describe('what a device says to them', () => {
  it('2017 has the QN in the header, 2005 in the data area', () => {
    expect(verdictOf(9011, QN, 'QnRtn=1')).toEqual({ qn: QN, command: 9011, code: 1 });
    expect(verdictOf(9012, null, `QN=${QN};ExeRtn=100`)).toEqual({ qn: QN, command: 9012, code: 100 });
    expect(verdictOf(9012, QN, 'ExeRtn=')).toEqual({ qn: QN, command: 9012, code: -1 });
  });
});

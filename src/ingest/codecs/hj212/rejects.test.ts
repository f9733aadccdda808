import { expect, it } from 'vitest';
import { ODDITIES } from './oddities.ts';
import { REJECTS, type RejectCode } from './rejects.ts';
import { HEAD, live, modbus, outcomes, packet, segment } from './test-frames.ts';

const GOOD = live('a21026-Rtd=12.5,a21026-Flag=N');

/** Bytes that are refused for each reason: none is in the table that cannot come out. */
const SAMPLES: Record<RejectCode, string> = {
  CRC: packet(GOOD, { crc: '1234' }),
  CRC_MODBUS: packet(GOOD, { crc: modbus(GOOD) }),
  NO_CRC: '##0035SN=0123456789;DATETIME=2024060108&&',
  LEN: packet(GOOD, { length: '0050', crc: '1234' }),
  TRUNCATED: packet(GOOD).slice(0, 60),
  GARBAGE: 'noise',
  SM4: packet(segment('\x01\xff\x02\xfe', HEAD.replace('Flag=5', 'Flag=9')), { crc: '1234' }),
  NO_MN: packet(GOOD.replace('MN=88888880000001;', '')),
  NO_ST: packet(GOOD.replace('ST=31;', '')),
  NO_CN: packet(GOOD.replace('CN=2011;', '')),
  TEMPLATE: packet(live('a21026-Rtd=%f')),
  DATATIME: packet(segment('DataTime=20241301000000;a21026-Rtd=1')),
  FUTURE: packet(live('a21026-Rtd=1')),
};

it.each(Object.entries(SAMPLES))('%s comes out and is told in both languages', (why, text) => {
  const arrivedAt = why === 'FUTURE' ? Date.parse('2024-05-31T00:00:00+08:00') : undefined;
  const [outcome] = outcomes(text, undefined, arrivedAt);
  expect(outcome!.why ?? outcome!.frame!.reject).toBe(why);
});

it('says everything in both languages', () => {
  expect(Object.keys(SAMPLES)).toEqual(Object.keys(REJECTS));
  for (const { zh, en } of [...Object.values(REJECTS), ...Object.values(ODDITIES)]) {
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).toMatch(/^[\x20-\x7e]+$/);
  }
});

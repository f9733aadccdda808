import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerTo, replyTo } from './answer.ts';
import { encodeFrame, encodeSplit, type Item, qnOf, stampOf } from './encode.ts';
import { Framer } from './framer.ts';
import { redact } from './redact.ts';
import { sm4Decrypt, sm4Encrypt } from './sm4.ts';
import { bytesOf, outcomesOf, packet, segment } from './test-frames.ts';

const lines = ['frames', 'annex-c-computed'].map((name) =>
  readFileSync(new URL(`../../../../fixtures/hj212/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { frame: string; valid: boolean; kind: string; source: string; expect: never }),
);
const [frames, annexC] = lines as [(typeof lines)[0], (typeof lines)[0]];

/** Answer of a packet as text; null = none. */
function answer(text: string, by: typeof answerTo = answerTo): string | null {
  let answered: Uint8Array | null = null;
  const framer = new Framer({
    frame: (frame) => {
      answered = by(frame);
    },
    reject: () => {},
  });
  framer.push(bytesOf(text));
  framer.flush();
  return answered && Buffer.from(answered).toString('latin1');
}
const find = (part: string) => annexC.find(({ frame }) => frame.includes(part))!.frame;

describe('answers', () => {
  it('to data are those of HJ 212-2017 tables C.14 and C.49, byte for byte', () => {
    const upload = find('w01018-EFlag=A01');
    expect(answer(upload)).toBe(find('CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4'));
    const part1 = annexC.find(({ frame }) => frame.includes('PNUM=2;PNO=1'))!.frame;
    expect(answer(part1)).toBe(find('QN=20160801085857534;ST=91'));
  });

  it('to a notification are 9013 (table C.4)', () => {
    expect(answer(find('CN=1013'))).toBe(find('CN=9013;PW=123456;MN=010000A8900016F000169DC0;Flag=4'));
  });

  it('keep the edition of 2025, and answer a device that has no MN yet', () => {
    const head = 'QN=20240429114224393;ST=31;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;';
    expect(answer(packet(segment('DataTime=20240429114200', head)))).toBe(find('QN=20240429114224393;ST=91'));
    const hardware = 'QN=20240601085857223;ST=91;CN=1001;PW=123456;MN=;Flag=9;';
    expect(answer(packet(segment('i23005-Info=6970', hardware)))).toBe(find('MN=;Flag=8'));
  });

  it('of 2005 have the QN in the data area', () => {
    const head = (cn: string, more = '') =>
      `QN=20040516010101001;ST=32;CN=${cn};PW=123456;MN=88888880000001;Flag=1;${more}`;
    const body = (text: string | null) => text?.slice(6, -6);
    expect(body(answer(packet(segment('DataTime=20040516021000', head('2051')))))).toBe(
      'ST=91;CN=9014;CP=&&QN=20040516010101001;CN=2051&&',
    );
    expect(body(answer(packet(segment('DataTime=20040516021000', head('2051', 'PNUM=2;PNO=1;')))))).toBe(
      'ST=91;CN=9014;CP=&&QN=20040516010101001;CN=2051;PNO=1;PNUM=2&&',
    );
    expect(body(answer(packet(segment('ExeRtn=1', head('9012')))))).toBe(
      'ST=91;CN=9014;CP=&&QN=20040516010101001;CN=9012&&',
    );
  });

  it.each([
    ['A = 0', 'QN=20240601085857223;ST=31;CN=2011;MN=A;Flag=4;'],
    ['no Flag', 'QN=20240601085857223;ST=31;CN=2011;MN=A;'],
    ['no QN', 'ST=31;CN=2011;MN=A;Flag=5;'],
    ['an answer', 'QN=20240601085857223;ST=31;CN=9014;MN=A;Flag=5;'],
    ['a result', 'QN=20240601085857223;ST=31;CN=9012;MN=A;Flag=5;'],
  ])('are not given: %s', (_, head) => expect(answer(packet(segment('', head)))).toBeNull());

  it.each([
    ['2011', '9014'],
    ['9130', '9014'],
    ['9021', '9014'],
    ['9015', '9013'],
    ['3019', '9014'],
  ])('CN=%s is answered by %s', (cn, by) => {
    expect(answer(packet(segment('', `QN=20240601085857223;ST=31;CN=${cn};MN=A;Flag=5;`)))).toContain(
      `;CN=${by};MN=A;Flag=4;`,
    );
  });

  it('keep the password as it came: empty, missing, odd', () => {
    const by = (pw: string) => answer(packet(segment('', `QN=1;ST=31;CN=2011;${pw}MN=A;Flag=5;`)))!.slice(6, -6);
    expect(by('PW=;')).toBe('QN=1;ST=91;CN=9014;PW=;MN=A;Flag=4;CP=&&&&');
    expect(by('')).toBe('QN=1;ST=91;CN=9014;MN=A;Flag=4;CP=&&&&');
    expect(by('PW=a=b\xff;')).toBe('QN=1;ST=91;CN=9014;PW=a=b\xff;MN=A;Flag=4;CP=&&&&');
  });

  it('of a device to a request are those of table C.1', () => {
    const request = find('CN=1000');
    expect(answer(request, (frame) => replyTo(frame, 9011, 1))).toBe(find('QnRtn=1'));
    expect(answer(request, (frame) => replyTo(frame, 9012, 1))).toBe(find('ExeRtn=1'));
  });
});

describe('encoding', () => {
  it.each(annexC.map(({ frame, expect: e, source }) => [source, frame, e] as const))('gives back %s', (_, text, e) => {
    const { cp, ...fields } = e as {
      cp: Item[];
      qn: string;
      st: string;
      cn: string;
      pw: string;
      mn: string;
      flag: number;
    };
    expect(Buffer.from(encodeFrame({ ...fields, items: cp })).toString('latin1')).toBe(text);
  });

  it('encrypts as the official example of 2025 is printed', () => {
    const plain = frames.find(({ frame }) => frame.startsWith('##0295') && frame.includes('a01011-Min'))!;
    const cipher = frames.find(({ frame }) => frame.startsWith('##0295') && !frame.includes('a01011-Min'))!;
    const { cp, ...fields } = plain.expect as {
      cp: Item[];
      st: string;
      cn: string;
      pw: string;
      mn: string;
      flag: number;
    };
    const key = new Uint8Array(16).fill(0x30);
    expect(Buffer.from(encodeFrame({ ...fields, items: cp }, key)).toString('latin1')).toBe(cipher.frame);
    const text = bytesOf('fifteen letters');
    expect(sm4Encrypt(text, key)).toEqual(text);
    const long = bytesOf('sixteen letters!and some more');
    expect(sm4Decrypt(sm4Encrypt(long, key), key)).toEqual(long);
  });

  it('splits a long data area into parts with their own QN, their number and the DataTime again', () => {
    const items: Item[] = [[['DataTime', '20240601085800']]];
    for (let i = 0; i < 60; i++) items.push([[`f${i}-Rtd`, `${i}.25`] as const, [`f${i}-Flag`, 'N'] as const]);
    const parts = encodeSplit({ qn: '20240601085859999', st: '31', cn: '2011', mn: 'A', flag: 5, items });
    const read = outcomesOf(parts).map(({ frame }) => frame!);
    expect(read.map(({ qn, pnum, pno, flag }) => [qn, pnum, pno, flag])).toEqual([
      ['20240601085859999', 2, 1, 7],
      ['20240601085900000', 2, 2, 7],
    ]);
    expect(read.flatMap(({ readings }) => readings.map(({ value }) => value))).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 0.25),
    );
    for (const { cp } of read) expect(cp[0]).toEqual([['DataTime', '20240601085800']]);
    for (const part of parts)
      expect(
        Buffer.from(part)
          .toString()
          .match(/CP=.*&&/)![0].length,
      ).toBeLessThanOrEqual(950);
    expect(encodeSplit({ st: '31', cn: '2011', mn: 'A', items: items.slice(0, 5) })).toHaveLength(1);
  });

  it('refuses what four digits cannot say', () => {
    expect(() => encodeFrame({ st: '31', cn: '2011', mn: 'A', items: [[['x', 'y'.repeat(10_000)]]] })).toThrow(
      RangeError,
    );
  });

  it('writes times in Beijing', () => {
    const at = Date.parse('2024-05-31T16:00:00.007Z');
    expect(stampOf(at)).toBe('20240601000000');
    expect(qnOf(at)).toBe('20240601000000007');
  });
});

describe('redact', () => {
  it('blanks passwords and keys, wherever they stand', () => {
    const text =
      '##0101QN=1;PW=secret1;MN=A;CP=&&NewPW=secret2;PW=secret3,SKCreateTime=1,NewSK=0000000000000000&&pw=secret4';
    const shown = Buffer.from(redact(bytesOf(text))).toString('latin1');
    expect(shown).not.toMatch(/secret|0000000000/);
    expect(shown).toContain('PW=******;MN=A');
    expect(Buffer.from(redact(bytesOf('PW=;MN=A'))).toString()).toBe('PW=;MN=A');
    expect(Buffer.from(redact(bytesOf('W=secret,5;MN=A'))).toString()).toBe('W=******;MN=A');
  });
});

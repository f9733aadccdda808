import { expect, it } from 'vitest';
import { parseTime } from '../model/beijing.ts';
import { newRequest } from '../model/request.ts';
import { encodeFrame } from './codecs/hj212/encode.ts';
import { Framer } from './codecs/hj212/framer.ts';
import { DeviceDesk } from './device-desk.ts';

const MN = '88888880000001';
const KEY = Buffer.alloc(16, 0x30);
const NOW = parseTime('2026-03-02 08:00');

it('a device that seals is asked under its key, also when its first frame was a heartbeat in plain', () => {
  const said: Buffer[] = [];
  const desk = new DeviceDesk({
    terms: { answerMs: 10_000, retries: 3, executeMs: 60_000, longestMs: 600_000, mostOpen: 3 },
    registry: { find: () => ({ password: '123456', sm4Keys: [KEY] }) },
    ended: () => {},
    wantsTime: () => {},
  });
  const peer = { name: 'tcp x', address: 'x', say: (bytes: Uint8Array) => said.push(Buffer.from(bytes)) > 0 };
  const framer = new Framer(
    { frame: (frame) => desk.heard(frame, peer, NOW), reject: (why) => expect(why).toBe('nothing to be rejected') },
    { keysOf: () => [KEY] },
  );
  const of = { qn: '20260302080000000', st: '31', pw: '123456', mn: MN, flag: 9 };
  framer.push(encodeFrame({ ...of, cn: '9015', items: [] }));
  const items = [
    [['DataTime', '20260302075900']],
    [
      ['a21026-Avg', '30.5'],
      ['a21026-Flag', 'N'],
    ],
  ] as const;
  framer.push(encodeFrame({ ...of, cn: '2051', items }, KEY));
  framer.flush();
  const ask = { kind: 'history', grain: 'hour', from: NOW - 3_600_000, to: NOW } as const;
  desk.dialogues.ask(newRequest({ id: 'a', mn: MN, ask, by: 'Li', reason: 'gap', at: NOW }), NOW);
  expect(said).toHaveLength(1);
  expect(said[0]!.toString('latin1')).toContain('CN=2061');
  expect(said[0]!.toString('latin1')).not.toContain('BeginTime');
});

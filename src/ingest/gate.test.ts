import { expect, test } from 'vitest';
import { Gate, type Sender } from './gate.ts';
import { LIMITS } from './limits.ts';

const says = (sent: string) => (expected: string) => sent === expected;

test('a sender is known by its MN, and by its password where one was agreed', () => {
  const senders: Record<string, Sender> = { open: {}, shut: { password: 's3cret' } };
  const gate = new Gate({ find: (mn) => senders[mn] }, LIMITS);
  expect(gate.admit('open', says('anything'), 100)).toEqual({ kind: 'admitted' });
  expect(gate.admit('shut', says('s3cret'), 100)).toEqual({ kind: 'admitted' });
  expect(gate.admit('shut', says('123456'), 100)).toEqual({ kind: 'rejected', why: 'PW' });
  expect(gate.admit('other', says(''), 100)).toEqual({ kind: 'unknown' });
});

test('strangers have a share each and together; adoption gives theirs back', () => {
  const senders: Record<string, Sender> = {};
  const limits = { ...LIMITS, unknownFramesPerMn: 3, unknownMns: 2, unknownBytes: 450 };
  const gate = new Gate({ find: (mn) => senders[mn] }, limits);
  const admit = (mn: string) => gate.admit(mn, says(''), 100).kind;
  expect(['a', 'b', 'c', 'a', 'a', 'a', 'b'].map(admit)).toEqual([
    'unknown',
    'unknown',
    'rejected', // a third MN
    'unknown',
    'unknown',
    'rejected', // a fourth frame of one MN
    'rejected', // 400 bytes are kept, and 500 were too many
  ]);
  senders.a = {};
  expect(['a', 'b', 'c'].map(admit)).toEqual(['admitted', 'unknown', 'unknown']);
});

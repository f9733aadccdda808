import pino from 'pino';
import { expect, it } from 'vitest';
import { TrialDoor } from '../../testing/trial-door.ts';
import { Abandoned, Intake } from './intake.ts';
import { Standing } from './standing.ts';

function opened() {
  const door = new TrialDoor();
  const standing = new Standing({ id: 'in', kind: 'trial', to: 'here' });
  standing.link('open');
  const intake = new Intake(door, standing, pino({ level: 'silent' }));
  const take = (text: string, signal?: AbortSignal) =>
    intake.take({ peer: 'trial in', subject: '', bytes: Buffer.from(text), mapping: 'vendor' }, signal);
  return { door, standing, intake, take };
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);

it('holds what the journal refuses, and takes it in the order given when it takes again', async () => {
  const { door, standing, take } = opened();
  door.refuse('DISK: no space left');
  const taken = numbers(5000).map((text) => take(text));
  await expect.poll(() => standing.status().state).toBe('held');
  expect(standing.status().says!.en).toContain('no space left');
  door.refuse(null);
  await Promise.all(taken);
  expect(door.texts()).toEqual(numbers(5000));
  await expect.poll(() => standing.status().state).toBe('open');
  expect(standing.status()).toMatchObject({ done: 5000, refused: 0, says: null });
});

it('gives back what a transport has no use for any more, and keeps the rest', async () => {
  const { door, take } = opened();
  const lost = new AbortController();
  door.refuse('BUSY');
  const given = take('given back', lost.signal).catch((error) => error);
  const kept = take('kept');
  await expect.poll(() => door.refusals).toBeGreaterThan(0);
  lost.abort();
  expect(await given).toBeInstanceOf(Abandoned);
  door.refuse(null);
  await kept;
  expect(door.texts()).toEqual(['kept']);
});

it('closes while the journal refuses: what is held is given back, and what comes later too', async () => {
  const { door, intake, take } = opened();
  door.refuse('BUSY');
  const outcomes = ['1', '2', '3'].map((text) => take(text).catch((error) => error));
  await expect.poll(() => door.refusals).toBeGreaterThan(0);
  await intake.close();
  expect(await Promise.all(outcomes)).toEqual(Array(3).fill(expect.any(Abandoned)));
  await expect(take('4')).rejects.toBeInstanceOf(Abandoned);
  door.refuse(null);
  expect(door.texts()).toEqual([]);
});

it('counts a message of which nothing can be used as refused, and as durable', async () => {
  const { door, standing, take } = opened();
  door.unusable.add('rubbish');
  expect(await take('rubbish')).toMatchObject({ readings: 0 });
  expect(standing.status()).toMatchObject({ done: 1, refused: 1, lastAt: expect.any(Number) });
});

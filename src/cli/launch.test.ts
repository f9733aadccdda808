import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ownRules } from '../testing/own-rules.ts';

it('npm start that is told to end leaves no server behind', async () => {
  const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-npm-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const serve = ['--no-demo', '--data', data, '--rules', ownRules({}).folder];
  const ports = ['--http', '127.0.0.1:0', '--tcp', '127.0.0.1:0'];
  const npm = spawn('npm', ['start', '--ignore-scripts', '--', ...serve, ...ports], {
    cwd: path.join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, FLUEWATCH_LANG: 'en' },
  });
  let said = '';
  npm.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  await expect.poll(() => said, { timeout: 60_000 }).toMatch(/console http/);
  const pid = Number(/"pid":(\d+)/.exec(said)![1]);
  onTestFinished(() => void (isAlive(pid) && process.kill(pid, 'SIGKILL')));
  const port = Number(/HJ 212 port \S+:(\d+)/.exec(said)![1]);
  expect(await listens(port)).toBe(true);
  npm.kill('SIGTERM');
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(await listens(port)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

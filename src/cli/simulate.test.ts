import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConfigError } from '../config/strict-yaml.ts';
import { Exit } from './exit.ts';
import { simulateCommand } from './simulate.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fluewatch-simulate-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]) => simulateCommand().exitOverride().parseAsync(args, { from: 'user' });

const SCENARIO = `days: 1
sites:
  - id: x
    name: {zh: 示范, en: Demonstration}
    region: "330110"
    furnaces: [{id: x-f1, furnace: 1, mn: "88888880000001", begins: out-of-service}]
`;

test('writes a scenario into a folder, the same for the same seed, on the days asked for', async () => {
  const file = join(folder, 's.yaml');
  writeFileSync(file, SCENARIO);
  const readings = async (seed: string) => {
    await run(file, '--out', join(folder, seed), '--seed', seed, '--start', '2026-05-02');
    return readFileSync(join(folder, seed, 'readings.csv'), 'utf8');
  };
  const first = await readings('1');
  expect(first.split('\n')[1]).toMatch(/^2026-05-02 00:00:00,x-f1,/);
  expect(await readings('1')).toBe(first);
  expect(await readings('2')).not.toBe(first);
});

test('wants exactly one place to send to, a file that exists, and a scenario without faults', async () => {
  await expect(run()).rejects.toMatchObject({ code: Exit.USAGE });
  await expect(run('--out', folder, '--to', 'tcp://127.0.0.1:1')).rejects.toMatchObject({ code: Exit.USAGE });
  await expect(run(join(folder, 'none.yaml'), '--out', folder)).rejects.toMatchObject({ code: Exit.INPUT });
  writeFileSync(join(folder, 'bad.yaml'), SCENARIO.replace('furnaces', 'furnace'));
  await expect(run(join(folder, 'bad.yaml'), '--out', folder)).rejects.toBeInstanceOf(ConfigError);
  await expect(run('--to', 'http://127.0.0.1:1')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
});

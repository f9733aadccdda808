import type { Command } from 'commander';
import { vi } from 'vitest';
import { report } from '../cli/exit.ts';

/** A command in this process, speaking English: what it writes and its exit code. */
export async function runCommand(command: Command, args: readonly string[]) {
  const said = { out: '', err: '' };
  const streams = { out: process.stdout, err: process.stderr } as const;
  const spies = (['out', 'err'] as const).map((name) =>
    vi.spyOn(streams[name], 'write').mockImplementation((chunk) => {
      said[name] += chunk;
      return true;
    }),
  );
  vi.stubEnv('FLUEWATCH_LANG', 'en');
  process.exitCode = 0;
  let code: number | undefined;
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = report(error);
  }
  for (const spy of spies) spy.mockRestore();
  vi.unstubAllEnvs();
  code ??= process.exitCode as number;
  process.exitCode = 0;
  return { code, ...said };
}

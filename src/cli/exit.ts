import { ConfigError, type Problem, problemText } from '../config/strict-yaml.ts';
import type { Text } from '../model/text.ts';
import { language, say } from './language.ts';

/** Exit codes that scripts hold on to. */
export const Exit = {
  OK: 0,
  FINDINGS: 1,
  USAGE: 2,
  CONFIG: 3,
  INPUT: 4,
  UNREACHABLE: 5,
  INTEGRITY: 6,
  PARTIAL: 7,
  INTERNAL: 70,
} as const;

/** Ends the command with a message and a code. */
export class Failure extends Error {
  readonly says: Text;
  readonly code: number;

  constructor(code: number, says: Text) {
    super(says.en);
    this.name = 'Failure';
    this.code = code;
    this.says = says;
  }
}

/** Tells an error in the user's words. @returns the exit code */
export function report(error: unknown): number {
  if (error instanceof Failure) {
    process.stderr.write(`${say({ zh: '错误', en: 'error' })}: ${say(error.says)}\n`);
    return error.code;
  }
  if (error instanceof ConfigError) {
    const order = (a: Problem, b: Problem) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
    for (const problem of [...error.problems].sort(order))
      process.stderr.write(`${problemText(problem, language())}\n`);
    const n = error.problems.length;
    process.stderr.write(`${say({ zh: `配置有误：${n} 处`, en: `configuration: ${n} problem(s)` })}\n`);
    return Exit.CONFIG;
  }
  process.stderr.write(
    `${say({ zh: '内部错误', en: 'internal error' })}: ${error instanceof Error ? error.stack : error}\n`,
  );
  return Exit.INTERNAL;
}

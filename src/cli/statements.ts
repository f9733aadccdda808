import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { NotSent } from '../app/import/destination.ts';
import { sendStatements } from '../app/import/statements.ts';
import { readSheet } from '../ingest/codecs/csv/sheet.ts';
import type { Text } from '../model/text.ts';
import type { StatementOutcome } from '../model/views/statements.ts';
import { Exit, Failure } from './exit.ts';
import { language, say, tell } from './language.ts';

/** `marks import`, `orders import`, `complaints import`: a table of what people and offices hand in, to a running server. */
export function statementsCommand(name: string, what: Text, example: string): Command {
  const command = new Command(name).description(`${what.zh} / ${what.en}`);
  command
    .command('import')
    .description('导入 CSV（UTF-8 或 GB18030） / import a CSV, UTF-8 or GB18030')
    .argument('<file>', '.csv')
    .option('--to <url>', '正在运行的服务 / a running server', 'http://127.0.0.1:8080')
    .option('--json', '逐行输出每一行的去向 / what became of each row, as JSON lines')
    .addHelpText('after', `\n例 / example:\n  ${example}`)
    .action((file: string, options: Options) => run(name, file, options));
  return command;
}

interface Options {
  to: string;
  json?: true;
}

async function run(resource: string, file: string, { to, json }: Options): Promise<void> {
  if (!existsSync(file)) throw new Failure(Exit.INPUT, { zh: `文件不存在：${file}`, en: `no such file: ${file}` });
  const sheet = readSheet(readFileSync(file), Number.MAX_SAFE_INTEGER - 1);
  if ('wrong' in sheet) throw new Failure(Exit.INPUT, unreadable(file, sheet.wrong));
  const url = `${to.replace(/\/$/, '')}/api/v1/${resource}`;
  const count: Record<StatementOutcome['outcome'], number> = { accepted: 0, revised: 0, repeat: 0, rejected: 0 };
  const waiting = (seconds: number) =>
    tell({ zh: `${to} 暂不接收，${seconds} s 后重试`, en: `${to} takes nothing just now; again in ${seconds} s` });
  try {
    for await (const outcome of sendStatements(url, sheet, language(), waiting)) {
      count[outcome.outcome]++;
      if (json) process.stdout.write(`${JSON.stringify({ v: 1, ...outcome })}\n`);
      if (outcome.outcome !== 'rejected') continue;
      const field = outcome.field ? ` ${outcome.field}` : '';
      process.stderr.write(`${file}:${outcome.line}${field} ${outcome.says ? say(outcome.says) : ''}\n`);
    }
  } catch (error) {
    if (error instanceof NotSent) throw new Failure(Exit.UNREACHABLE, error.says);
    throw error;
  }
  const { accepted, revised, repeat, rejected } = count;
  tell({
    zh: `${file}：新 ${accepted}，更正 ${revised}，已有 ${repeat}，拒收 ${rejected}`,
    en: `${file}: ${accepted} new, ${revised} revised, ${repeat} there already, ${rejected} rejected`,
  });
  if (rejected > 0) process.exitCode = Exit.PARTIAL;
}

function unreadable(file: string, wrong: 'encoding' | 'empty' | { line: number }): Text {
  if (wrong === 'encoding')
    return { zh: `${file}：既不是 UTF-8 也不是 GB18030`, en: `${file}: neither UTF-8 nor GB18030` };
  if (wrong === 'empty') return { zh: `${file}：空表`, en: `${file}: an empty table` };
  return {
    zh: `${file}:${wrong.line} 附近无法读取（引号没有闭合？）`,
    en: `${file}:${wrong.line}: cannot be read (a quote that is not closed?)`,
  };
}

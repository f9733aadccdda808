import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Command, InvalidArgumentError } from 'commander';
import { screenColumns } from '../app/screen-columns.ts';
import { readWide, type WideFile } from '../app/screen-file.ts';
import { screenReport } from '../app/screen-report.ts';
import { unknownName } from '../config/strict-yaml.ts';
import { TableError } from '../ingest/codecs/csv/table.ts';
import type { Suspicion } from '../screen/suspicion.ts';
import { timeOf } from '../screen/table.ts';
import type { Hours } from '../screen/tests/mean-mismatch.ts';
import { Exit, Failure } from './exit.ts';
import { language, say, tell } from './language.ts';
import { Lines } from './stdout.ts';

interface Options {
  time?: string;
  columns?: string[];
  limit: Map<string, number>;
  o2?: string;
  hours?: string;
  report?: string;
}

/** `fluewatch screen FILE.csv` (contract §3). */
export function screenCommand(): Command {
  return new Command('screen')
    .description(
      say({
        zh: '筛查任意导出表：每个疑点一行 JSON',
        en: 'screen any exported table: one JSON line per suspicion',
      }),
    )
    .argument(
      '<file>',
      say({
        zh: '宽表 CSV（可 .gz）：一列时间，每个信号一列',
        en: 'wide CSV (or .gz): a time column, one column per signal',
      }),
    )
    .option('--time <column>', say({ zh: '时间列', en: 'the time column' }))
    .option(
      '--columns <names>',
      say({ zh: '要判断的列，逗号分隔（默认全部）', en: 'columns to judge, comma list (default: all)' }),
      (names) => names.split(',').map((name) => name.trim()),
    )
    .option(
      '--limit <COL=VALUE>',
      say({ zh: '限值，可多次给出；画在报告中', en: 'a limit, repeatable; drawn in the report' }),
      addLimit,
      new Map(),
    )
    .option('--o2 <column>', say({ zh: '氧含量列：只作参照，不作判断', en: 'the O2 column: a companion, not judged' }))
    .option(
      '--hours <file>',
      say({ zh: '上报小时均值 CSV，列名相同', en: 'reported hour means (CSV, same column names)' }),
    )
    .option('--report <file>', say({ zh: '写出自包含的 HTML 报告', en: 'write one self-contained HTML report' }))
    .addHelpText(
      'after',
      '\n例 / example:\n  fluewatch screen export.csv.gz --columns so2,nox --o2 o2 --limit so2=35 --report report.html',
    )
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  const wide = open(file, options.time);
  for (const note of wide.notes) tell(note);
  const { table, zone } = wide;
  const names = table.columns.map(({ name }) => name);
  for (const name of [...(options.columns ?? []), ...options.limit.keys(), ...(options.o2 ? [options.o2] : [])])
    if (!names.includes(name)) throw new Failure(Exit.USAGE, unknownName({ zh: '列', en: 'column' }, name, names));
  const judged = options.columns ?? names.filter((name) => name !== options.o2);
  const hours = options.hours === undefined ? undefined : hoursOf(open(options.hours, undefined), judged);
  const results = await screenColumns(
    table,
    judged.map((name) => names.indexOf(name)),
    new Map([...(hours ?? [])].map(([name, of]) => [names.indexOf(name), of])),
  );
  const lines = new Lines();
  const shown: { name: string; suspicions: Suspicion[] }[] = [];
  for (const [k, name] of judged.entries()) {
    const result = results[k]!;
    if ('tooLittle' in result) {
      tell({
        zh: `${name}：数据不足，不作判断：${result.tooLittle.zh}`,
        en: `${name}: not enough to judge: ${result.tooLittle.en}`,
      });
      continue;
    }
    shown.push({ name, suspicions: result.suspicions });
    const stamp = (slot: number) => new Date(timeOf(table, slot)).toISOString().slice(0, 19) + zone;
    for (const s of result.suspicions) {
      await lines.write(
        JSON.stringify({
          v: 1,
          series: name,
          start: stamp(s.from),
          end: stamp(s.to - 1),
          at: stamp(s.at),
          kind: s.kind,
          score: Number(s.score.toFixed(4)),
          facts: s.facts,
          says: s.says,
        }),
      );
    }
  }
  await lines.flush();
  const worth = shown.reduce((sum, { suspicions }) => sum + suspicions.filter(({ score }) => score >= 0.5).length, 0);
  tell({
    zh: `${table.length} 个时刻，判断 ${shown.length} 列：值得一看的疑点 ${worth} 处（分数 ≥ 0.5）。疑点只是线索，不是结论`,
    en: `${table.length} times, ${shown.length} column(s) judged: ${worth} suspicion(s) worth a look (score ≥ 0.5). A suspicion is a lead, not a conclusion`,
  });
  if (options.report !== undefined)
    writeFileSync(
      options.report,
      await screenReport({ file, wide, shown, limits: options.limit, language: language() }),
    );
}

function open(file: string, time: string | undefined): WideFile {
  if (!existsSync(file)) throw new Failure(Exit.INPUT, { zh: `文件不存在：${file}`, en: `no such file: ${file}` });
  try {
    const bytes = readFileSync(file);
    return readWide(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes, time);
  } catch (error) {
    if (error instanceof TableError)
      throw new Failure(Exit.INPUT, { zh: `${file}：${error.says.zh}`, en: `${file}: ${error.says.en}` });
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === '') throw error;
    throw new Failure(Exit.INPUT, { zh: `无法读取 ${file}（${message}）`, en: `cannot read ${file} (${message})` });
  }
}

/** Hour means by signal; a file with a single column is about the first judged one. */
function hoursOf({ table }: WideFile, judged: string[]): Map<string, Hours> {
  const only = table.columns.length === 1 && !judged.includes(table.columns[0]!.name);
  return new Map(
    table.columns.map(({ name, values, resolution }) => {
      const means = new Map<number, number>();
      values.forEach((value, slot) => {
        if (!Number.isNaN(value)) means.set(timeOf(table, slot), value);
      });
      return [only ? judged[0]! : name, { means, resolution }];
    }),
  );
}

function addLimit(given: string, limits: Map<string, number>): Map<string, number> {
  const at = given.lastIndexOf('=');
  const value = Number(given.slice(at + 1));
  if (at < 1 || given.slice(at + 1).trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(say({ zh: '应为 列=数值', en: 'expected COLUMN=VALUE' }));
  return limits.set(given.slice(0, at), value);
}

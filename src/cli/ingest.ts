import { existsSync } from 'node:fs';
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { type Destination, intoJournal, NotSent, overHttp, type Sent } from '../app/import/destination.ts';
import { ProgressFile } from '../app/import/progress-file.ts';
import { type Rows, RowWriter } from '../app/import/rows.ts';
import { kindOf, openSource, type Piece, type Source, type SourceKind } from '../app/import/source.ts';
import { MAPPINGS_FOLDER, readMappings } from '../app/mappings.ts';
import { COLUMNS } from '../ingest/codecs/csv/row.ts';
import { Framer } from '../ingest/codecs/hj212/framer.ts';
import { cellsOf, separatorOf } from '../ingest/codecs/mapped/cells.ts';
import { type Mapping, readMapping } from '../ingest/codecs/mapped/mapping.ts';
import { propose } from '../ingest/codecs/mapped/propose.ts';
import { OWN_MAPPINGS } from '../ingest/codecs/mapped/readings.ts';
import { textOf } from '../ingest/codecs/mapped/text.ts';
import { FRAMES } from '../ingest/mapped-door.ts';
import { JournalError } from '../journal/journal.ts';
import { JOURNAL_FILE } from '../journal/sqlite.ts';
import { Exit, Failure } from './exit.ts';
import { say, tell } from './language.ts';
import { textFile } from './rules/text-file.ts';

interface Options {
  mapping?: string;
  sender?: string;
  to: string;
  data?: string;
  dryRun?: boolean;
}

export function ingestCommand(): Command {
  return new Command('ingest')
    .description('导入文件：CSV、Parquet、NDJSON、HJ 212 记录 / import files: CSV, Parquet, NDJSON, HJ 212 logs')
    .argument('<file...>', '.csv .parquet .ndjson .json .hj212 .log (.gz)')
    .option(
      '--mapping <id|file>',
      '映射文件或编号；本系统列名的 CSV 不需要 / mapping file or id; a CSV with the columns of this project needs none',
    )
    .option('--sender <id>', '表中没有一列说明是谁上报时：排放口编号或 MN / who reports, where no column says so')
    .option('--to <url>', '正在运行的服务 / a running server', 'http://127.0.0.1:8080')
    .option('--data <dir>', '服务未运行时，直接写入此数据目录 / straight into this data folder, while no server runs')
    .option('--dry-run', '只读不写：显示读懂了什么 / write nothing: show what is understood')
    .addHelpText(
      'after',
      '\n例 / example:\n  fluewatch ingest export.csv --dry-run                 # 提出映射 / propose a mapping\n  fluewatch ingest export.csv --mapping export.yaml     # 导入 / import\n  fluewatch ingest week.hj212 --data data               # 服务未运行时 / while no server runs',
    )
    .action(run);
}

const SHOWN_FAULTS = 10;
/** Rows that a proposal looks at. */
const LOOKED_AT = 500;

interface Sum {
  readings: number;
  frames: number;
  accepted: number;
  repeat: number;
  rewrite: number;
  rejected: number;
  faults: number;
  unknown: Set<string>;
  /** the server could not say how records ended */
  unsaid: boolean;
}

async function run(files: string[], options: Options): Promise<void> {
  const sum: Sum = {
    readings: 0,
    frames: 0,
    accepted: 0,
    repeat: 0,
    rewrite: 0,
    rejected: 0,
    faults: 0,
    unknown: new Set(),
    unsaid: false,
  };
  const jobs = [];
  for (const file of files) jobs.push(await jobOf(file, options));
  const destination = options.dryRun ? undefined : await destinationOf(options);
  try {
    for (const job of jobs) await importOne(job, destination, sum);
  } catch (error) {
    if (error instanceof NotSent) throw new Failure(Exit.UNREACHABLE, error.says);
    throw error;
  } finally {
    await destination?.close();
  }
  tellSum(sum, destination);
}

interface Job {
  file: string;
  kind: SourceKind;
  source: Source;
  /** null: frames need none */
  mapping: Mapping | null;
}

async function jobOf(file: string, options: Options): Promise<Job> {
  if (!existsSync(file)) throw new Failure(Exit.INPUT, { zh: `文件不存在：${file}`, en: `no such file: ${file}` });
  const kind = kindOf(file);
  if (!kind) {
    throw new Failure(Exit.INPUT, {
      zh: `${file}：不认识这种文件；可用 .csv .tsv .parquet .ndjson .json .hj212 .log，均可加 .gz`,
      en: `${file}: not a kind of file that can be imported: .csv .tsv .parquet .ndjson .json .hj212 .log, each perhaps .gz`,
    });
  }
  const source = await openSource(file, kind).catch((error: Error) => {
    throw new Failure(Exit.INPUT, {
      zh: `无法读取 ${file}：${error.message}`,
      en: `cannot read ${file}: ${error.message}`,
    });
  });
  if (kind === 'frames') return { file, kind, source, mapping: null };
  return { file, kind, source, mapping: await mappingOf(file, kind, source, options) };
}

async function mappingOf(file: string, kind: SourceKind, source: Source, options: Options): Promise<Mapping> {
  if (options.mapping !== undefined) return namedMapping(options.mapping, options.data ?? 'data');
  const own = { table: 'readings-csv', lines: 'readings-ndjson', document: 'readings-json', frames: FRAMES }[kind];
  const readings = OWN_MAPPINGS.find(({ id }) => id === own)!;
  if (kind !== 'table' || COLUMNS.every((column) => source.columns?.includes(column))) return readings;
  await showProposal(file, source, options.sender);
  throw new Failure(Exit.CONFIG, {
    zh: `${file} 需要映射。以上是按表头提出的映射：存为文件，核对后用 --mapping 文件 再运行。未写入任何数据`,
    en: `${file} needs a mapping. Above is the one that its header suggests: save it, check it, and run again with --mapping FILE. Nothing was written`,
  });
}

/** A file, or the id of one that every installation or this data folder has. */
function namedMapping(named: string, data: string): Mapping {
  if (existsSync(named)) return readMapping(textFile(named).text, named);
  const known = readMappings(path.join(data, MAPPINGS_FOLDER));
  const found = known.find(({ id }) => id === named);
  if (found) return found;
  const ids = known.map(({ id }) => id).join(', ');
  throw new Failure(Exit.CONFIG, {
    zh: `没有映射文件或编号“${named}”；已有：${ids}`,
    en: `no mapping file or id "${named}"; there are: ${ids}`,
  });
}

/** The proposal on stdout, so that it can be saved; how it came about on stderr. */
async function showProposal(file: string, source: Source, sender: string | undefined): Promise<void> {
  const columns = source.columns ?? [];
  const rows: string[][] = [];
  for await (const { bytes } of source.pieces(0)) {
    const [header = '', ...lines] = (textOf(bytes) ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
    for (const line of lines.slice(0, LOOKED_AT)) rows.push(cellsOf(line, separatorOf(header)));
    break;
  }
  const { yaml, understood, open } = propose({ columns, rows }, sender);
  tell({ zh: `${file}：`, en: `${file}:` });
  for (const text of understood) tell({ zh: `  ${text.zh}`, en: `  ${text.en}` });
  for (const text of open) tell({ zh: `  ✗ ${text.zh}`, en: `  ✗ ${text.en}` });
  process.stdout.write(yaml);
}

async function destinationOf({ data, to }: Options): Promise<Destination> {
  if (data === undefined) {
    return overHttp(to, (seconds) =>
      tell({ zh: `${to} 暂不接收，${seconds} s 后重试`, en: `${to} takes nothing just now; again in ${seconds} s` }),
    );
  }
  const file = path.join(data, JOURNAL_FILE);
  return intoJournal(file).catch((error: unknown) => {
    if (!(error instanceof JournalError)) throw error;
    throw error.code === 'LOCKED'
      ? new Failure(Exit.CONFIG, {
          zh: `${data} 正由一个服务使用；请去掉 --data，通过它导入（--to 网址）`,
          en: `a server has ${data} open; leave --data out and import through it (--to URL)`,
        })
      : new Failure(Exit.INPUT, { zh: `${file}：${error.message}`, en: `${file}: ${error.message}` });
  });
}

async function importOne({ file, source, mapping }: Job, destination: Destination | undefined, sum: Sum) {
  const subject = path.basename(file);
  const rows = mapping && new RowWriter(mapping, subject, Date.now());
  const progress = destination && new ProgressFile(file, destination.name, mapping?.hash ?? FRAMES);
  const from = progress?.next ?? 0;
  if (from > 0) tell({ zh: `${file}：从上次中断处继续`, en: `${file}: goes on where it was left` });
  const bar = progressBar(subject);
  try {
    for await (const piece of source.pieces(from)) {
      await sendOne(piece, rows, destination, sum, file, subject);
      progress?.reached(piece.next);
      bar.show(piece.share);
    }
  } catch (error) {
    if (error instanceof NotSent || error instanceof JournalError) {
      tell({
        zh: `${file}：已停下；再次运行同一命令即从此处继续`,
        en: `${file}: stopped; the same command goes on from here`,
      });
    }
    throw error;
  } finally {
    bar.stop();
  }
  progress?.done();
}

async function sendOne(
  piece: Piece,
  rows: RowWriter | null,
  destination: Destination | undefined,
  sum: Sum,
  file: string,
  subject: string,
): Promise<void> {
  const made = rows?.rows(piece);
  if (made) tellFaults(made, sum, file);
  if (!destination && made) sum.readings += made.readings;
  else if (!destination) countFrames(piece, sum);
  else if (!made) {
    const { readings: frames, ...sent } = await destination.take(piece.bytes, FRAMES, subject);
    sum.frames += frames;
    add(sum, { ...sent, readings: 0 });
  } else for (const part of made.parts) add(sum, await destination.take(part, 'readings-csv', subject));
}

/** Frames of a piece whose form and checksum are right. */
function countFrames({ bytes }: Piece, sum: Sum): void {
  const framer = new Framer({ frame: () => sum.frames++, reject: () => sum.faults++ });
  framer.push(bytes);
  framer.flush();
}

function tellFaults({ faults, faultCount }: Rows, sum: Sum, file: string): void {
  const room = Math.max(0, SHOWN_FAULTS - sum.faults);
  for (const { record, line, why, says } of faults.slice(0, room)) {
    process.stderr.write(`${file}:${line ?? record ?? 0} ${why} ${say(says)}\n`);
  }
  sum.faults += faultCount;
}

function add(sum: Sum, { readings, records, unknown, faultCount }: Sent): void {
  sum.readings += readings;
  sum.faults += faultCount;
  for (const name of unknown) sum.unknown.add(name);
  if (!records) sum.unsaid = true;
  else for (const ending of ['accepted', 'repeat', 'rewrite', 'rejected'] as const) sum[ending] += records[ending];
}

function tellSum(sum: Sum, destination: Destination | undefined): void {
  const { readings, frames, accepted, repeat, rewrite, faults, unknown, unsaid } = sum;
  const ended: [string, string] = unsaid
    ? ['', '']
    : [
        `：新 ${accepted}，已有 ${repeat}，与已有不同 ${rewrite}`,
        `: ${accepted} new, ${repeat} there already, ${rewrite} other than what is there`,
      ];
  const what: [string, string] =
    frames === 0
      ? [`${readings} 个读数`, `${readings} readings`]
      : [`${frames} 个报文、${readings} 个读数`, `${frames} frames and ${readings} readings`];
  const did: [string, string] = destination ? ['已写入', 'written'] : ['读懂（未写入）', 'understood, not written'];
  tell({
    zh: `${what[0]}${did[0]}${destination ? ended[0] : ''}；${faults} 处有误`,
    en: `${what[1]} ${did[1]}${destination ? ended[1] : ''}; ${faults} fault(s)`,
  });
  if (unknown.size > 0) {
    const names = [...unknown].slice(0, 10).join(', ');
    tell({
      zh: `无人认得的上报方 ${unknown.size} 个（${names}）：数据已留存，在“设备”页认领后生效`,
      en: `${unknown.size} sender(s) that nobody knows (${names}): their data are kept, and count once adopted on the page "Devices"`,
    });
  }
  if (faults > 0) process.exitCode = Exit.PARTIAL;
}

/** A bar on a terminal; nothing elsewhere. */
function progressBar(name: string): { show(share: number): void; stop(): void } {
  if (!process.stderr.isTTY) return { show: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `${name} {bar} {percentage}% {eta_formatted}`,
    stream: process.stderr,
    clearOnComplete: true,
  });
  bar.start(100, 0);
  return { show: (share) => bar.update(Math.floor(share * 100)), stop: () => bar.stop() };
}

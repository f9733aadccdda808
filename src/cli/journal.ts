import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { FOOTAGE_FOLDER } from '../app/footage.ts';
import { checkFootage } from '../app/footage-check.ts';
import { JOURNAL_FILE } from '../journal/sqlite.ts';
import { verifyJournal } from '../journal/verify.ts';
import { minuteText } from '../model/beijing.ts';
import type { Language } from '../model/text.ts';
import { Exit } from './exit.ts';
import { language } from './language.ts';

/** `fluewatch journal verify [DIR|FILE]`: exit 0 whole, 4 nothing to read, 6 something does not fit. */
export function journalCommand(): Command {
  const say = phrases[language()];
  const journal = new Command('journal').description(say.journal);
  journal
    .command('verify')
    .description(say.verify)
    .argument('[path]', say.path, 'data')
    .option('--head <seq:hash>', say.head, parseHead)
    .action(async (path: string, options: { head?: { seq: number; hash: string } }) => {
      process.exitCode = await verify(path, options.head);
    });
  return journal;
}

async function verify(path: string, kept?: { seq: number; hash: string }): Promise<number> {
  const lang = language();
  const say = phrases[lang];
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, JOURNAL_FILE) : path;
  if (!existsSync(file)) {
    process.stderr.write(`${say.nothing(file)}\n`);
    return Exit.INPUT;
  }
  const result = verifyJournal(file, kept);
  if (!result.ok) {
    for (const { seq, why } of result.findings) process.stdout.write(`✗ ${say.batch(seq)} ${why[lang]}\n`);
    return Exit.INTEGRITY;
  }
  const { seq, hash, at } = result.head;
  process.stdout.write(`✓ ${say.whole(result.batches, result.entries)}\n`);
  process.stdout.write(`  ${say.lastBatch} ${seq}:${hash}${seq > 0 ? ` ${minuteText(at)}` : ''}\n`);
  const footage = await checkFootage(file, join(dirname(file), FOOTAGE_FOLDER));
  for (const { id, why } of footage.faults) process.stdout.write(`✗ ${say.footage} ${id}: ${why[lang]}\n`);
  if (footage.faults.length > 0) return Exit.INTEGRITY;
  if (footage.whole > 0) process.stdout.write(`✓ ${say.footageWhole(footage.whole)}\n`);
  if (!kept) process.stderr.write(`${say.advice}\n`);
  return Exit.OK;
}

function parseHead(text: string): { seq: number; hash: string } {
  const m = /^(\d+):([0-9a-f]{64})$/i.exec(text);
  if (!m) throw new InvalidArgumentError(phrases[language()].noHead);
  return { seq: Number(m[1]), hash: m[2]!.toLowerCase() };
}

const phrases = {
  zh: {
    journal: '日志(只增不改,逐批哈希成链)',
    verify: '重算整条哈希链,核对录像文件',
    path: '数据目录或日志文件',
    head: '另行保存的链头,用于发现尾部被截断',
    noHead: '应为 编号:64 位十六进制哈希',
    nothing: (file: string) => `错误:${file} 不存在`,
    batch: (seq: number) => `批次 ${seq}:`,
    whole: (batches: number, entries: number) => `日志完好:${batches} 批,${entries} 条`,
    lastBatch: '链头',
    footage: '录像',
    footageWhole: (files: number) => `录像文件与日志中的哈希一致:${files} 个`,
    advice: '链只能证明到链头为止:请把链头另行保存,下次以 --head 核对,才能发现尾部被截断。',
  },
  en: {
    journal: 'the journal (append-only, each batch hashed onto the one before)',
    verify: 'recompute the whole hash chain, and hold files of footage against it',
    path: 'data folder or journal file',
    head: 'the head that you kept elsewhere; finds a tail that was cut off',
    noHead: 'expected number:hash, the hash as 64 hex digits',
    nothing: (file: string) => `Error: ${file} does not exist`,
    batch: (seq: number) => `batch ${seq}:`,
    whole: (batches: number, entries: number) => `journal is whole: ${batches} batches, ${entries} entries`,
    lastBatch: 'head',
    footage: 'footage',
    footageWhole: (files: number) => `files of footage have the hashes of the journal: ${files}`,
    advice:
      'A chain proves nothing beyond its head: keep the head elsewhere and hand it in with --head, or a tail that was cut off goes unnoticed.',
  },
} satisfies Record<Language, unknown>;

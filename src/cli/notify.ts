import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { previewNotices, sampleNow, storedNow } from '../app/notify-preview.ts';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { loadCatalogue } from '../catalogue/load.ts';
import { minuteText, rfc3339 } from '../model/beijing.ts';
import type { Preview } from '../model/preview.ts';
import { StoreReader } from '../store/reader.ts';
import { Exit, Failure } from './exit.ts';
import { say } from './language.ts';

interface Options {
  sample?: boolean;
  data: string;
  connections?: string;
  catalogue?: string;
  json?: boolean;
}

/** `fluewatch notify preview`: who would be told, and what they would read. Nothing is sent. */
export function notifyCommand(): Command {
  const notify = new Command('notify').description('通知 / notices to people');
  notify
    .command('preview')
    .description('谁会收到、何时、读到什么；不发送 / who would be told, when, and what they would read; sends nothing')
    .argument('[id]', '报警或线索编号 / id of an alert or lead')
    .option('--sample', '用样例报警 / with a made-up alert')
    .option('--data <dir>', '数据目录 / data folder', 'data')
    .option('--connections <file>', '接入与推送 YAML / connections YAML (default: DATA/connections.yaml)')
    .option('--catalogue <file>', '目录 YAML / catalogue YAML (default: DATA/catalogue.yaml)')
    .option('--json', '每行一个 JSON / one JSON object a line')
    .addHelpText(
      'after',
      '\n例 / example:\n  fluewatch notify preview --sample\n  fluewatch notify preview al-3f2a --data data --json',
    )
    .action(preview);
  return notify;
}

async function preview(id: string | undefined, options: Options): Promise<void> {
  if ((id === undefined) === (options.sample !== true)) {
    throw new Failure(Exit.USAGE, { zh: '请给出编号，或 --sample', en: 'give an id, or --sample' });
  }
  const { rulebook, standards } = await loadRuleFolder();
  const catalogue = loadCatalogue([fileOf(options.catalogue ?? path.join(options.data, 'catalogue.yaml'))], standards);
  const connections = fileOf(options.connections ?? path.join(options.data, 'connections.yaml'));
  const now = Date.now();
  const event = id === undefined ? sampleNow(catalogue, now) : stored(options.data, id, now);
  if (!event) {
    throw new Failure(Exit.INPUT, {
      zh: id === undefined ? '目录中没有企业' : `没有报警或线索“${id}”`,
      en: id === undefined ? 'the catalogue has no site' : `no alert or lead "${id}"`,
    });
  }
  const previews = await previewNotices(connections, catalogue, rulebook.calendar, event, now);
  for (const each of previews) process.stdout.write(options.json ? `${jsonOf(each)}\n` : `${textOf(each)}\n`);
}

function stored(data: string, id: string, now: number) {
  const file = path.join(data, 'views.db');
  if (!existsSync(file)) throw new Failure(Exit.INPUT, { zh: `没有 ${file}`, en: `no ${file}` });
  const views = new StoreReader(file);
  try {
    return storedNow(views, id, now);
  } finally {
    views.close();
  }
}

const jsonOf = ({ at, ...rest }: Preview) => JSON.stringify({ v: 1, ...rest, at: at === null ? null : rfc3339(at) });

function textOf({ output, kind, to, sent, why, at, people, text }: Preview): string {
  const lines = [`${sent ? '✓' : '✗'} ${output} (${kind}, ${to}): ${say(why)}`];
  if (at !== null) lines.push(`  ${say({ zh: '时间', en: 'at' })}: ${minuteText(Math.floor(at / 1000) * 1000)}`);
  if (people.length > 0) lines.push(`  ${say({ zh: '当班', en: 'on duty' })}: ${people.join(', ')}`);
  if (text !== null) lines.push(...text.split('\n').map((line) => `  │ ${line}`));
  return lines.join('\n');
}

function fileOf(name: string) {
  if (!existsSync(name)) throw new Failure(Exit.CONFIG, { zh: `文件不存在：${name}`, en: `no such file: ${name}` });
  return { name, text: readFileSync(name, 'utf8') };
}

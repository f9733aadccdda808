import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { loadRuleFolder } from '../app/rule-folder.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { loadCatalogue } from '../catalogue/load.ts';
import { type Difference, differences } from '../catalogue/permits/difference.ts';
import { expiredPermits } from '../catalogue/permits/expired.ts';
import { readPermits } from '../catalogue/permits/rows.ts';
import { writePermits } from '../catalogue/permits/write.ts';
import { ConfigError } from '../config/strict-yaml.ts';
import { readSheet } from '../ingest/codecs/csv/sheet.ts';
import { factorNamed } from '../ingest/codecs/mapped/factor-words.ts';
import { dateText, dayOf } from '../model/beijing.ts';
import { FACTORS } from '../model/factors.ts';
import type { Limit } from '../model/outlet.ts';
import { Exit, Failure } from './exit.ts';
import { say, tell } from './language.ts';
import { textFile } from './rules/text-file.ts';
import { table } from './table.ts';

interface Options {
  catalogue: string;
  rules?: string;
  dryRun?: true;
}

/** `fluewatch catalogue …`: changes to the catalogue file; a server takes them at its next start. */
export function catalogueCommand(): Command {
  const command = new Command('catalogue').description('名录文件 / the catalogue file');
  command
    .command('import-permits')
    .description(
      '导入排污许可证限值，显示哪天起适用哪个限值 / import limits of permits; shows which limit binds from which day',
    )
    .argument('<file>', '.csv')
    .requiredOption('--catalogue <file>', '名录 YAML / catalogue YAML')
    .option('--rules <dir>', '规则目录（限值表） / rules folder, for limit tables (default: shipped)')
    .option('--dry-run', '只显示，不写 / show only, write nothing')
    .addHelpText(
      'after',
      '\n例 / example:\n  fluewatch catalogue import-permits permits.csv --catalogue data/catalogue.yaml --dry-run',
    )
    .action(importPermits);
  return command;
}

const MOST_ROWS = 100_000;

async function importPermits(file: string, { catalogue: name, rules, dryRun }: Options): Promise<void> {
  textFile(file);
  const source = textFile(name);
  const { standards } = await loadRuleFolder(rules);
  const before = loadCatalogue([source], standards);
  const sheet = readSheet(readFileSync(file), MOST_ROWS);
  if ('wrong' in sheet) {
    throw new Failure(Exit.INPUT, { zh: `${file}：无法读作表格`, en: `${file}: cannot be read as a table` });
  }
  const { limits, problems } = readPermits(file, sheet, {
    outlets: [...before.outlets.keys()],
    factorOf: (word, outlet) => factorOf(before, word, outlet),
    factors: Object.keys(FACTORS),
  });
  if (problems.length > 0) throw new ConfigError(problems);
  const { text, added, changed, same } = writePermits(source.text, limits);
  const after = loadCatalogue([{ name, text }], standards);
  process.stdout.write(
    table(differences(before, after, limits).map(cells))
      .map((line) => `${line}\n`)
      .join(''),
  );
  for (const { permit, outlet, since } of expiredPermits(after, dayOf(Date.now()))) {
    tell({
      zh: `许可证 ${permit}（${outlet}）已于 ${dateText(since - 1)} 到期，没有后续限值`,
      en: `permit ${permit} (${outlet}) ran out on ${dateText(since - 1)} and nothing follows it`,
    });
  }
  if (!dryRun && text !== source.text) replace(name, text);
  const did = dryRun ? { zh: '（未写入）', en: ' (nothing written)' } : { zh: '', en: '' };
  tell({
    zh: `${name}：新增限值 ${added}，改动 ${changed}，相同 ${same}${did.zh}${dryRun ? '' : '；服务下次启动时生效'}`,
    en: `${name}: ${added} limits added, ${changed} changed, ${same} the same${did.en}${dryRun ? '' : '; a server takes them at its next start'}`,
  });
}

/** By code, by a name of the standard or a usual word, in the medium of the outlet. */
function factorOf(catalogue: Catalogue, word: string, outlet: string): string | undefined {
  const found = catalogue.outlets.get(outlet);
  if (found && word in found.channels) return word;
  return factorNamed(word, found?.medium === 'waste-water');
}

/** Never half: a reader sees the old file or the new one. */
function replace(name: string, text: string): void {
  const beside = `${name}.new`;
  writeFileSync(beside, text);
  renameSync(beside, name);
}

function cells({ outlet, factor, basis, from, to, before, after }: Difference): string[] {
  const since = Number.isFinite(from) ? dateText(from) : say({ zh: '此前', en: 'before' });
  const until = Number.isFinite(to) ? dateText(to - 1) : say({ zh: '以后', en: 'on' });
  return [outlet, factor, basis, `${since} – ${until}`, `${shown(before)} → ${shown(after)}`];
}

function shown(limit: Limit | undefined): string {
  if (!limit) return say({ zh: '无限值', en: 'no limit' });
  const { min, value, unit, source } = limit;
  return `${min === undefined ? '' : `${min}–`}${value} ${unit} (${source})`;
}

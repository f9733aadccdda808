import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { reportSettings } from '../app/connections.ts';
import { ANSWERS } from '../app/questions.ts';
import type { Ask } from '../app/reports/gather.ts';
import { reportDocument } from '../app/reports/make.ts';
import { isInForce, readTexts, SHIPPED_RULES } from '../app/rule-folder.ts';
import { openStoredShard, VIEWS_FILE } from '../app/stored-shard.ts';
import type { TextFile } from '../catalogue/load.ts';
import { type DaySpan, dateText, dayOf, monthOf, parseTime } from '../model/beijing.ts';
import type { Site } from '../model/outlet.ts';
import type { Language } from '../model/text.ts';
import type { ReportKind, ReportScope } from '../report/facts.ts';
import { htmlOf } from '../report/html.ts';
import { StoreReader } from '../store/reader.ts';
import { Exit, Failure } from './exit.ts';
import { language, tell } from './language.ts';

interface Options {
  data: string;
  catalogue?: string;
  rules?: string;
  connections?: string;
  output?: string;
  lang?: string;
  region?: string;
  site?: string;
  issuer?: string;
}

/** `fluewatch report daily|monthly`: a report from a data folder into a file. A server may be running there. */
export function reportCommand(): Command {
  const report = new Command('report').description('日报与月报 / daily and monthly reports');
  for (const kind of ['daily', 'monthly'] as const) {
    report
      .command(kind)
      .description(kind === 'daily' ? '日报，写成 PDF 或 HTML / of a day, as PDF or HTML' : '月报 / of a month')
      .argument(
        '[period]',
        kind === 'daily' ? '2026-03-01（默认昨天 / default: yesterday）' : '2026-03（默认上月 / default: last month）',
      )
      .option('--data <dir>', '数据目录 / data folder', 'data')
      .option('--catalogue <file>', '目录 YAML / catalogue YAML (default: DATA/catalogue.yaml)')
      .option('--rules <dir>', '规则目录 / rules folder (default: shipped)')
      .option('--connections <file>', '其中的编制单位 / who makes it (default: DATA/connections.yaml)')
      .option('-o, --output <file>', '.pdf 或 .html / .pdf or .html (default: NAME.pdf)')
      .option('--lang <zh|en>', '语言 / language (default: FLUEWATCH_LANG)')
      .option('--region <code>', '行政区划代码的开头 / beginning of a region code')
      .option('--site <id>', '企业编号 / one site')
      .option('--issuer <name>', '编制单位 / who makes it')
      .addHelpText(
        'after',
        '\n例 / example:\n  fluewatch report daily 2026-03-01 -o daily.pdf\n  fluewatch report monthly 2026-03 --region 3301 --lang en -o march.html',
      )
      .action((period: string | undefined, options: Options) => run(kind, period, options));
  }
  return report;
}

async function run(kind: ReportKind, period: string | undefined, options: Options): Promise<void> {
  const today = dayOf(Date.now());
  const days = daysOf(kind, period, today);
  const format = formatOf(options.output);
  const lang = languageOf(options.lang);
  const views = path.join(options.data, VIEWS_FILE);
  if (!existsSync(views)) throw new Failure(Exit.INPUT, { zh: `没有 ${views}`, en: `no ${views}` });
  const rules = new Map([...readTexts(options.rules ?? SHIPPED_RULES)].filter(([name]) => isInForce(name)));
  const catalogue = fileOf(options.catalogue, path.join(options.data, 'catalogue.yaml'));
  if (catalogue.length === 0) {
    tell({
      zh: '没有目录（--catalogue）：报告只含认领过的设备的排放口',
      en: 'no catalogue (--catalogue): only outlets of adopted devices are in the report',
    });
  }
  const connections = fileOf(options.connections, path.join(options.data, 'connections.yaml'))[0];
  const issuer = options.issuer ?? reportSettings(connections).issuer ?? null;
  const stored = await openStoredShard(options.data, catalogue, rules);
  const reader = new StoreReader(views);
  try {
    const scope = { kind, days, region: options.region ?? null, site: options.site ?? null };
    checkScope(scope, [...stored.shard.engine.sites()]);
    const ask: Ask = async (question, asked) => ANSWERS[question](stored.shard, asked);
    const document = await reportDocument(scope, lang, { ask, views: reader, issuer, today });
    const output = options.output ?? `${document.name.replace(/[^\w.-]/g, '_')}.pdf`;
    if (format === 'html') writeFileSync(output, htmlOf(document));
    else {
      const { pdfOf } = await import('../report/pdf.ts');
      writeFileSync(output, await pdfOf(document));
    }
    tell({ zh: `已写入 ${output}`, en: `written to ${output}` });
  } finally {
    reader.close();
    stored.close();
  }
}

function daysOf(kind: ReportKind, period: string | undefined, today: number): DaySpan {
  const usual = kind === 'daily' ? dateText(today - 1) : dateText(monthOf(today).from - 1).slice(0, 7);
  const text = period ?? usual;
  const form = kind === 'daily' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}$/;
  const at = form.test(text) ? parseTime(kind === 'daily' ? text : `${text}-01`) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new Failure(Exit.USAGE, {
      zh: `“${text}”应写成 ${usual}`,
      en: `"${text}" should look like ${usual}`,
    });
  }
  const day = dayOf(at);
  if (day > today) {
    throw new Failure(Exit.USAGE, { zh: `${text} 尚未到来`, en: `${text} is still to come` });
  }
  return kind === 'daily' ? { from: day, to: day + 1 } : monthOf(day);
}

function formatOf(output: string | undefined): 'html' | 'pdf' {
  const extension = output === undefined ? '.pdf' : path.extname(output).toLowerCase();
  if (extension === '.pdf') return 'pdf';
  if (extension === '.html' || extension === '.htm') return 'html';
  throw new Failure(Exit.USAGE, {
    zh: `“${output}”的扩展名应为 .pdf 或 .html`,
    en: `"${output}" should end in .pdf or .html`,
  });
}

function languageOf(given: string | undefined): Language {
  if (given === undefined) return language();
  if (given === 'zh' || given === 'en') return given;
  throw new Failure(Exit.USAGE, { zh: '--lang 应为 zh 或 en', en: '--lang should be zh or en' });
}

function checkScope({ region, site }: ReportScope, sites: readonly Site[]): void {
  const there = sites.filter((one) => one.region.startsWith(region ?? ''));
  if (region !== null && there.length === 0) {
    throw new Failure(Exit.INPUT, { zh: `地区 ${region} 没有企业`, en: `no site is in region ${region}` });
  }
  if (site !== null && !there.some((one) => one.id === site)) {
    throw new Failure(Exit.INPUT, { zh: `没有编号为 ${site} 的企业`, en: `there is no site ${site}` });
  }
}

/** A file that was named must be there; the usual one may be missing. */
function fileOf(given: string | undefined, usual: string): TextFile[] {
  const file = given ?? usual;
  if (given !== undefined && !existsSync(file)) {
    throw new Failure(Exit.CONFIG, { zh: `文件不存在：${file}`, en: `no such file: ${file}` });
  }
  return existsSync(file) ? [{ name: file, text: readFileSync(file, 'utf8') }] : [];
}

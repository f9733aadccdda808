import { type AlertDifference, backtest, type Field, fieldOf } from '../../app/backtest.ts';
import { loadRuleFolder } from '../../app/rule-folder.ts';
import { TableError } from '../../ingest/codecs/csv/table.ts';
import type { Alert } from '../../model/alert.ts';
import { alertView } from '../../model/alert-view.ts';
import { minuteText } from '../../model/beijing.ts';
import { Exit, Failure } from '../exit.ts';
import { say, tell } from '../language.ts';
import { table } from '../table.ts';
import { textFile } from './text-file.ts';

export interface BacktestOptions {
  catalogue: string;
  rules?: string;
  against?: string;
  marks?: string;
  json?: true;
}

/**
 * What a change of the rules would change on recorded input: a line an alert on stdout, counts on stderr.
 * @throws ConfigError; Failure where an input cannot be read, or there is nothing to compare
 */
export async function backtestCommand(inputs: string[], options: BacktestOptions): Promise<void> {
  const { rules, against, marks } = options;
  if (rules === against) {
    throw new Failure(Exit.USAGE, {
      zh: '没有可比较的：用 --rules 给出候选规则目录，或用 --against 给出现行规则目录（不写者为随产品提供的规则）',
      en: 'nothing to compare: name the candidate with --rules or the current rules with --against (the one not given is the shipped rules)',
    });
  }
  for (const file of [...inputs, ...(marks ? [marks] : [])]) textFile(file);
  const [current, candidate] = [await loadRuleFolder(against), await loadRuleFolder(rules)];
  const catalogue = textFile(options.catalogue);
  let rejected = 0;
  const result = (() => {
    try {
      return backtest(current, candidate, { inputs, marks, catalogue, tell: () => rejected++ });
    } catch (error) {
      throw error instanceof TableError ? new Failure(Exit.INPUT, error.says) : error;
    }
  })();
  const { differences } = result;
  const lines = options.json ? differences.map(jsonLine) : table(differences.map(cells));
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  const n = (change: AlertDifference['change']) => differences.filter((d) => d.change === change).length;
  const same = result.before - n('gone') - n('changed');
  tell({
    zh: `现行规则报警 ${result.before} 条，候选规则 ${result.after} 条：新增 ${n('raised')}，不再报 ${n('gone')}，有变化 ${n('changed')}，相同 ${same}${rejected > 0 ? `；拒收记录 ${rejected} 条` : ''}`,
    en: `${result.before} alerts under the current rules, ${result.after} under the candidate: ${n('raised')} raised, ${n('gone')} no longer raised, ${n('changed')} changed, ${same} the same${rejected > 0 ? `; ${rejected} records rejected` : ''}`,
  });
}

function jsonLine({ change, fields, before, after }: AlertDifference): string {
  return JSON.stringify({
    v: 1,
    change,
    fields,
    before: before && alertView(before),
    after: after && alertView(after),
  });
}

const SIGN = { raised: '+', gone: '-', changed: '~' };

function cells({ change, before, after, fields }: AlertDifference): string[] {
  const alert = (after ?? before)!;
  const { rule, outlet, factor, start, end, value, unit, severity } = alert;
  const figures = `${value ?? ''} ${unit ?? ''}`.trim();
  const moved = fields.map((field) => `${field} ${shown(before!, field)} → ${shown(after!, field)}`);
  const span = `${minuteText(start)} – ${minuteText(end)}`;
  const what = change === 'changed' ? moved.join('; ') : `${severity} ${figures}`;
  return [SIGN[change], span, rule, outlet ?? '', factor ?? '–', what, ...(change === 'gone' ? [say(GONE)] : [])];
}

const GONE = { zh: '不再报', en: 'no longer raised' };

function shown(alert: Alert, field: Field): string {
  const value = fieldOf(alert, field);
  return field === 'start' || field === 'end' ? minuteText(value as number) : String(value ?? '–');
}

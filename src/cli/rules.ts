import { Command } from 'commander';
import { FILE_KINDS } from '../app/rule-docs/schemas.ts';
import { backtestCommand } from './rules/backtest.ts';
import { coverageCommand } from './rules/coverage.ts';
import { docsCommand } from './rules/docs.ts';
import { lintCommand } from './rules/lint.ts';
import { test } from './rules/run-tests.ts';
import { schemaCommand } from './rules/schema.ts';

export function rulesCommand(): Command {
  const rules = new Command('rules').description('检查和测试规则文件 / check and test rule files');
  const dir = ['[dir]', '规则目录 / rules folder (default: shipped)'] as const;
  rules
    .command('lint')
    .description(
      '找出文件中的错误，以及不可能成立或多半不是本意的内容 / find errors, and what cannot work or is not meant',
    )
    .argument(...dir)
    .option('--catalogue <file...>', '规则将用于哪些排放口 / the outlets that the rules are for', [])
    .action(lintCommand);
  rules
    .command('test')
    .description('运行规则测试，并列出没有用例的数值 / run the rules’ own tests, and list the figures that none holds')
    .argument(...dir)
    .option('--rule <id...>', '只测这些规则 / only these rules')
    .option('--watch', '文件改动后重跑 / run again when a file changes')
    .option('--junit <file>', '另写 JUnit XML / write JUnit XML as well')
    .action(test);
  rules
    .command('backtest')
    .description(
      '在记录的数据上比较候选规则与现行规则的报警 / compare the alerts of candidate rules with those of the current ones on recorded input',
    )
    .argument('<input...>', '.csv .jsonl .hj212 (.gz) .db')
    .requiredOption('--catalogue <file>', '名录 YAML / catalogue YAML')
    .option('--rules <dir>', '候选规则目录 / folder of the candidate rules (default: shipped)')
    .option('--against <dir>', '现行规则目录 / folder of the current rules (default: shipped)')
    .option('--marks <file>', '标记 CSV / marks CSV')
    .option('--json', '逐行输出 JSON / JSON lines')
    .addHelpText(
      'after',
      '\n例 / example:\n  fluewatch rules backtest week.csv --catalogue catalogue.yaml --rules my-rules --against rules',
    )
    .action(backtestCommand);
  rules
    .command('coverage')
    .description(
      '列出每个条款由哪些规则和用例承担；未承担也未说明则退出码为 1 / which rules and tests carry each regulation; exit 1 where none does and no reason is given',
    )
    .argument(...dir)
    .option('--json', '逐行输出 JSON / JSON lines')
    .action(coverageCommand);
  rules
    .command('docs')
    .description('生成规则手册（Markdown） / the reference documentation of a rules folder, as Markdown')
    .argument(...dir)
    .option('--out <folder>', '写入此目录的 zh 和 en 下；不写则以本机语言输出 / write zh and en below this folder')
    .action(docsCommand);
  rules
    .command('schema')
    .description('文件的 JSON Schema（draft-07），供编辑器使用 / JSON Schema (draft-07) of a kind of file, for editors')
    .argument('[kind]', Object.keys(FILE_KINDS).join(', '), 'rule')
    .addHelpText('after', '\n例 / example:\n  fluewatch rules schema rule > rule.schema.json')
    .action(schemaCommand);
  return rules;
}

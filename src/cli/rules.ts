import { Command } from 'commander';
import { lintCommand } from './rules/lint.ts';
import { test } from './rules/run-tests.ts';

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
    .option('--watch', '文件改动后重跑 / run again when a file changes')
    .option('--junit <file>', '另写 JUnit XML / write JUnit XML as well')
    .action(test);
  return rules;
}

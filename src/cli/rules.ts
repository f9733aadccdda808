import { Command } from 'commander';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { tell } from './language.ts';
import { test } from './rules/run-tests.ts';

export function rulesCommand(): Command {
  const rules = new Command('rules').description('检查和测试规则文件 / check and test rule files');
  rules
    .command('lint')
    .description('校验规则、限值、依据和标记文件 / validate rules, limits, basis and mark files')
    .argument('[dir]', '规则目录 / rules folder (default: shipped)')
    .action(lint);
  rules
    .command('test')
    .description('运行规则测试 / run the rules’ own tests')
    .argument('[dir]', '规则目录 / rules folder (default: shipped)')
    .option('--watch', '文件改动后重跑 / run again when a file changes')
    .option('--junit <file>', '另写 JUnit XML / write JUnit XML as well')
    .action(test);
  return rules;
}

async function lint(dir: string | undefined): Promise<void> {
  const { rulebook, standards } = await loadRuleFolder(dir);
  tell({
    zh: `${rulebook.rules.length} 条规则、${standards.size} 个标准、${rulebook.basis.size} 条依据：无误`,
    en: `${rulebook.rules.length} rules, ${standards.size} standards, ${rulebook.basis.size} rows of legal basis: no problems`,
  });
}

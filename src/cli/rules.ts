import { Command } from 'commander';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { runRuleTests } from '../app/rule-tests/suite.ts';
import { Exit, Failure } from './exit.ts';
import { tell } from './language.ts';

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

async function test(dir: string | undefined): Promise<void> {
  const results = await runRuleTests(dir);
  const failed = results.filter((result) => result.differences.length > 0);
  for (const { file, rule, name, differences } of failed) {
    process.stdout.write(`✗ ${file} ${rule}: ${name}\n${differences.map((d) => `    ${d}\n`).join('')}`);
  }
  const summary = {
    zh: `规则测试 ${results.length} 个，失败 ${failed.length} 个`,
    en: `${results.length} rule tests, ${failed.length} failed`,
  };
  if (failed.length > 0) throw new Failure(Exit.FINDINGS, summary);
  tell(summary);
}

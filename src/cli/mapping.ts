import { Command } from 'commander';
import { lintCommand } from './mapping/lint.ts';
import { tryCommand } from './mapping/try.ts';

export function mappingCommand(): Command {
  const mapping = new Command('mapping').description(
    '检查和试用映射文件 / check and try mappings, which make readings of other systems’ messages',
  );
  mapping
    .command('lint')
    .description('找出映射文件中的错误，逐处给出行号和改法 / find errors, each with its line and how to mend it')
    .argument('<file...>', '映射 YAML / mapping YAML')
    .action(lintCommand);
  mapping
    .command('try')
    .description(
      '在一份样本上试用映射：列出读懂的数据，以及每处读不懂的原因 / what a mapping makes of a sample, and every fault with its reason',
    )
    .argument('<file>', '映射 YAML / mapping YAML')
    .argument('<sample>', '一份报文，- 为标准输入 / one message; - for stdin')
    .option(
      '--topic <topic>',
      '报文的主题或文件名，供 {topic.2} 取用 / topic or file name of the message, for {topic.2}',
      '',
    )
    .option('--json', '逐行输出 JSON（不在终端时总是如此） / JSON lines, as always where stdout is no terminal')
    .addHelpText(
      'after',
      '\n例 / example:\n  fluewatch mapping lint data/mappings/power.yaml\n  fluewatch mapping try data/mappings/power.yaml sample.json --topic gw/88888880000002/power',
    )
    .action(tryCommand);
  return mapping;
}

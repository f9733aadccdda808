import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { catalogueCommand } from './catalogue.ts';
import { decodeCommand } from './decode.ts';
import { Exit, report } from './exit.ts';
import { ingestCommand } from './ingest.ts';
import { journalCommand } from './journal.ts';
import { mappingCommand } from './mapping.ts';
import { notifyCommand } from './notify.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './report.ts';
import { rulesCommand } from './rules.ts';
import { screenCommand } from './screen.ts';
import { serveCommand } from './serve.ts';
import { simulateCommand } from './simulate.ts';
import { statementsCommand } from './statements.ts';

const { version } = packageJson;
const program = new Command('fluewatch')
  .description('看住污染源的仪器 / watches polluters’ own instruments')
  .version(version)
  .showSuggestionAfterError()
  .exitOverride();

for (const command of [
  serveCommand(),
  decodeCommand(),
  replayCommand(),
  simulateCommand(),
  ingestCommand(),
  catalogueCommand(),
  statementsCommand(
    'orders',
    { zh: '应急、错峰等命令', en: 'orders of authorities' },
    'fluewatch orders import orders.csv',
  ),
  statementsCommand(
    'complaints',
    { zh: '举报（不含举报人）', en: 'complaints, without who complained' },
    'fluewatch complaints import complaints.csv',
  ),
  statementsCommand('marks', { zh: '自主标记', en: 'marks of enterprises' }, 'fluewatch marks import marks.csv'),
  journalCommand(),
  mappingCommand(),
  rulesCommand(),
  reportCommand(),
  notifyCommand(),
  screenCommand(),
])
  program.addCommand(command);

// Sub-commands leave by throwing as well, so that every way out has its code.
for (const command of program.commands) {
  command.exitOverride();
  for (const sub of command.commands) sub.exitOverride();
}

try {
  await program.parseAsync();
} catch (error) {
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && code.startsWith('commander.')) {
    process.exitCode = (error as { exitCode: number }).exitCode === 0 ? Exit.OK : Exit.USAGE;
  } else {
    process.exitCode = report(error);
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { readRecordings } from '../app/recordings.ts';
import { replay } from '../app/replay.ts';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { loadCatalogue } from '../catalogue/load.ts';
import { Engine } from '../engine/engine.ts';
import { TableError } from '../ingest/codecs/csv/table.ts';
import { alertChange, alertView, byStart } from '../model/alert-view.ts';
import { factorName } from '../model/factors.ts';
import { Exit, Failure } from './exit.ts';
import { say, tell } from './language.ts';
import { Lines } from './stdout.ts';

interface Options {
  catalogue: string;
  rules?: string;
  marks?: string;
  events?: boolean;
}

export function replayCommand(): Command {
  return new Command('replay')
    .description('重放记录的输入，逐行输出报警 JSON / run recorded input through the engine, alerts as JSON lines')
    .argument('<input...>', '.csv .jsonl .hj212 (.gz)')
    .requiredOption('--catalogue <file>', '目录 YAML / catalogue YAML')
    .option('--rules <dir>', '规则目录 / rules folder (default: shipped)')
    .option('--marks <file>', '标记 CSV / marks CSV')
    .option('--events', '输出每次变化 / print every change, not only final states')
    .addHelpText(
      'after',
      '\n例 / example:\n  fluewatch replay week.csv --catalogue catalogue.yaml --marks marks.csv\n  fluewatch replay week.hj212 --catalogue catalogue.yaml --events',
    )
    .action(run);
}

const SHOWN_REJECTS = 10;

async function run(inputs: string[], options: Options): Promise<void> {
  for (const file of [...inputs, options.catalogue, ...(options.marks ? [options.marks] : [])]) {
    if (!existsSync(file)) throw new Failure(Exit.INPUT, { zh: `文件不存在：${file}`, en: `no such file: ${file}` });
  }
  const began = performance.now();
  const { rulebook, standards } = await loadRuleFolder(options.rules);
  const text = readFileSync(options.catalogue, 'utf8');
  const engine = new Engine(loadCatalogue([{ name: options.catalogue, text }], standards), rulebook, factorName);
  const recording = read(engine, inputs, options);
  const { length } = recording.arrivals.batch;
  const lines = new Lines();
  let withdrawn = 0;
  const bar = progressBar();
  replay(
    engine,
    recording.arrivals,
    recording.marks,
    (events) => {
      for (const event of events) {
        if (event.event === 'withdrawn') withdrawn++;
        if (!options.events) continue;
        const { alert, event: kind, at } = alertChange(event);
        lines.write(JSON.stringify({ ...alert, event: kind, eventAt: at }));
      }
    },
    bar.show,
    recording.orders,
  );
  bar.stop();
  const alerts = [...engine.alerts.alerts()].sort(byStart);
  if (!options.events) for (const alert of alerts) await lines.write(JSON.stringify(alertView(alert)));
  await lines.flush();
  const rejected = [...recording.rejected].map(([why, n]) => `${why} ${n}`).join(', ');
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  tell({
    zh: `读入 ${length} 个读数、${recording.marks.length} 条标记；报警 ${alerts.length} 条，另有 ${withdrawn} 条已撤回（--events 可见）${rejected ? `；拒收 ${rejected}` : ''}；用时 ${seconds} s`,
    en: `${length} readings, ${recording.marks.length} marks; ${alerts.length} alerts, ${withdrawn} withdrawn on the way (see --events)${rejected ? `; rejected: ${rejected}` : ''}; ${seconds} s`,
  });
}

function read(engine: Engine, inputs: string[], options: Options) {
  let shown = 0;
  try {
    return readRecordings(engine, inputs, options.marks, (file, reject) => {
      if (++shown <= SHOWN_REJECTS) process.stderr.write(`${file}:${reject.line} ${reject.why} ${say(reject.says)}\n`);
    });
  } catch (error) {
    if (error instanceof TableError) throw new Failure(Exit.INPUT, error.says);
    throw error;
  }
}

/** A bar on a terminal; nothing elsewhere. */
function progressBar(): { show(share: number): void; stop(): void } {
  if (!process.stderr.isTTY) return { show: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: '{bar} {percentage}% {eta_formatted}',
    stream: process.stderr,
    clearOnComplete: true,
  });
  bar.start(100, 0);
  return { show: (share) => bar.update(Math.floor(share * 100)), stop: () => bar.stop() };
}

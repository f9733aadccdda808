import { existsSync, readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { DAY_MS, dateText, dayOf, dayStart, minuteText, parseTime } from '../model/beijing.ts';
import { demoScenario } from '../simulator/demo.ts';
import { playToFiles } from '../simulator/out/files.ts';
import { Pace, type Speed } from '../simulator/pace.ts';
import { play } from '../simulator/play.ts';
import { parseScenario } from '../simulator/script/scenario.ts';
import { World } from '../simulator/world.ts';
import { Exit, Failure } from './exit.ts';
import { tell } from './language.ts';

const PROGRESS_EVERY_MS = 10_000;
const TTY_EVERY_MS = 200;

interface Options {
  to?: URL;
  out?: string;
  seed?: number;
  speed: Speed;
  days?: number;
  start?: number;
}

/** `fluewatch simulate`: invented plants that speak HJ 212, with the truth beside. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description(
      '模拟焚烧炉及其数采仪，按情景（缺省为内置示范）上报 / simulate furnaces and their loggers from a scenario (default: the demonstration)',
    )
    .argument('[scenario]', '情景文件 / scenario file (YAML)')
    .option('--to <url>', '发送到 / send to, e.g. tcp://127.0.0.1:9212', door)
    .option('--out <dir>', '写入目录 / write frames.hj212, readings.csv, marks.csv, truth.jsonl, catalogue.yaml')
    .option('--seed <n>', '随机种子 / seed', whole)
    .option('--speed <x>', '倍速或 max / times real time, or max', speed, 'max' as Speed)
    .option('--days <n>', '天数 / number of days', whole)
    .option('--start <date>', '起始日期 / first day, e.g. 2026-03-01', date)
    .action(simulate);
}

async function simulate(file: string | undefined, options: Options): Promise<void> {
  if ((options.to === undefined) === (options.out === undefined)) {
    throw new Failure(Exit.USAGE, { zh: '请给出 --to 或 --out 之一', en: 'give either --to or --out' });
  }
  if (file !== undefined && !existsSync(file)) {
    throw new Failure(Exit.INPUT, { zh: `文件不存在：${file}`, en: `no such file: ${file}` });
  }
  const scenario = file === undefined ? demoScenario() : parseScenario(readFileSync(file, 'utf8'), file);
  const world = new World(scenario, {
    ...(options.start === undefined ? {} : { start: options.start }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const until = world.start + (options.days ?? scenario.days) * DAY_MS;
  const progress = progressLine(world.start, until);
  const began = performance.now();
  const took = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;

  if (options.out !== undefined) {
    const w = await playToFiles(world, until, options.out, progress);
    tell({
      zh: `${options.out}：${w.frames} 帧（${mb(w.bytes)}），${w.rows} 个读数，${w.marks} 条标记，${w.truths} 条真相；用时 ${took()}`,
      en: `${options.out}: ${w.frames} frames (${mb(w.bytes)}), ${w.rows} readings, ${w.marks} marks, ${w.truths} truths; ${took()}`,
    });
    return;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  let reports = 0;
  await play({
    world,
    until,
    pace: new Pace([{ speed: options.speed, until: 'never' }]),
    signal: stop.signal,
    host: options.to!.hostname,
    port: +options.to!.port,
    onMark: () => {},
    onSend: () => {
      reports++;
    },
    onMinute: progress,
  });
  stop.abort();
  tell({
    zh: `已上报 ${reports} 个时段，至 ${minuteText(world.at)}；用时 ${took()}`,
    en: `reported ${reports} periods, up to ${minuteText(world.at)}; ${took()}`,
  });
}

/** A line on stderr: rewritten in place on a terminal, otherwise one every ten seconds. */
function progressLine(start: number, until: number): (clock: number) => void {
  const tty = process.stderr.isTTY;
  let next = performance.now() + (tty ? TTY_EVERY_MS : PROGRESS_EVERY_MS);
  return (clock) => {
    if (clock >= until && tty) process.stderr.write('\r\x1b[K');
    if (performance.now() < next || clock >= until) return;
    next = performance.now() + (tty ? TTY_EVERY_MS : PROGRESS_EVERY_MS);
    const share = Math.floor((100 * (clock - start)) / (until - start));
    const line = `${minuteText(clock)} ${share}% (${dateText(dayOf(start))} – ${dateText(dayOf(until - 1))})`;
    process.stderr.write(tty ? `\r\x1b[K${line}` : `${line}\n`);
  };
}

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

function door(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol !== 'tcp:' || url.port === '') throw new InvalidArgumentError('tcp://HOST:PORT');
  return url;
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('非负整数 / a whole number');
  return +text;
}

function speed(text: string): Speed {
  if (text === 'max') return 'max';
  const x = +text;
  if (!(x > 0)) throw new InvalidArgumentError('正数或 max / a positive number or max');
  return x;
}

function date(text: string): number {
  const at = parseTime(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('日期 / a date such as 2026-03-01');
  return dayStart(dayOf(at));
}

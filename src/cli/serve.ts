import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Command } from 'commander';
import { pino } from 'pino';
import { demonstrationCatalogue, startDemonstration } from '../app/demonstration.ts';
import { MAPPINGS_FOLDER } from '../app/mappings.ts';
import { SHIPPED_RULES } from '../app/rule-folder.ts';
import { type Running, serve } from '../app/serve.ts';
import { Exit, Failure, report } from './exit.ts';
import { tell } from './language.ts';

interface Options {
  demo: boolean;
  catalogue?: string;
  rules?: string;
  connections?: string;
  data?: string;
  http: string;
  tcp: string;
  enterprise?: string;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('启动网关、引擎和控制台 / start gateway, engine and console')
    .option('--no-demo', '不启动示范电厂 / no demonstration plants: for real devices')
    .option('--catalogue <file>', '目录 YAML / catalogue YAML (default: DATA/catalogue.yaml)')
    .option('--rules <dir>', '规则目录 / rules folder (default: shipped)')
    .option(
      '--connections <file>',
      '接入与推送 YAML；映射在其旁的 mappings 目录 / connections YAML, mappings in the folder `mappings` beside it (default: DATA/connections.yaml)',
    )
    .option('--data <dir>', '数据目录 / data folder (default: data, or data/demo)')
    .option('--http <host:port>', '控制台与 API / console and API', '127.0.0.1:8080')
    .option(
      '--enterprise <host:port>',
      '企业端单独的端口：只有企业端，须凭口令 / a door for enterprises alone, with tokens (default: none, they come in by --http)',
    )
    .option('--tcp <host:port>', 'HJ 212 端口 / HJ 212 port', '127.0.0.1:9212')
    .addHelpText(
      'after',
      '\n例 / example:\n  fluewatch serve                                    # 示范 / demonstration\n  fluewatch serve --no-demo --tcp 0.0.0.0:9212       # 接入真实设备 / real devices',
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const log = pino(
    { level: process.env.FLUEWATCH_LOG ?? 'info', redact: ['*.password', '*.PW', '*.authorization'] },
    pino.destination(2),
  );
  const data = options.data ?? (options.demo ? 'data/demo' : 'data');
  const http = address(options.http);
  const connections = options.connections ?? path.join(data, 'connections.yaml');
  const running = await serve({
    http,
    tcp: address(options.tcp),
    enterprise: options.enterprise === undefined ? undefined : address(options.enterprise),
    data,
    catalogue: options.demo ? [demonstrationCatalogue()] : fileOf(options.catalogue, path.join(data, 'catalogue.yaml')),
    connections: fileOf(options.connections, connections)[0],
    mappings: path.join(path.dirname(connections), MAPPINGS_FOLDER),
    rules: options.rules ?? SHIPPED_RULES,
    fresh: options.demo,
    log,
  }).catch((error: NodeJS.ErrnoException) => {
    // Threads that have begun would keep the process alive.
    process.exit(report(inWords(error)));
  });
  const stop = new AbortController();
  const { port } = running.api.server.address() as AddressInfo;
  const page = `http://${http.host}:${port}`;
  const devices = `${address(options.tcp).host}:${running.gateway.port}`;
  if (running.enterprise) {
    const door = running.enterprise.server.address() as AddressInfo;
    const where = `http://${address(options.enterprise!).host}:${door.port}/enterprise`;
    tell({ zh: `企业端 ${where}`, en: `page for enterprises ${where}` });
  }
  tell({
    zh: `控制台 ${page}，HJ 212 端口 ${devices}${options.demo ? '；以下全部为示范数据' : ''}`,
    en: `console ${page}, HJ 212 port ${devices}${options.demo ? '; everything shown is demonstration data' : ''}`,
  });
  if (options.demo) {
    startDemonstration(running, stop.signal).catch((error: Error) =>
      log.error({ err: error }, 'the demonstration stopped'),
    );
  }
  // Whoever supervises the process starts it again, and it goes on from the journal.
  running.failed.catch((error) => process.exit(report(error)));
  await interrupted();
  stop.abort();
  await close(running);
}

/** A port that somebody else has is the usual reason why a server does not start. */
function inWords(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'EADDRINUSE') return error;
  const { address: host, port } = error as { address?: string; port?: number };
  return new Failure(Exit.UNREACHABLE, {
    zh: `端口 ${host}:${port} 已被占用；用 --http 或 --tcp 另选`,
    en: `port ${host}:${port} is in use; choose another with --http or --tcp`,
  });
}

const CLOSE_WITHIN_MS = 10_000;

async function close(running: Running): Promise<void> {
  const late = setTimeout(() => process.exit(Exit.INTERNAL), CLOSE_WITHIN_MS).unref();
  await running.close();
  clearTimeout(late);
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** A file that was named must be there; the usual one may be missing. */
function fileOf(given: string | undefined, usual: string) {
  const file = given ?? usual;
  if (given !== undefined && !existsSync(file)) {
    throw new Failure(Exit.CONFIG, { zh: `文件不存在：${file}`, en: `no such file: ${file}` });
  }
  return existsSync(file) ? [{ name: file, text: readFileSync(file, 'utf8') }] : [];
}

function address(text: string): { host: string; port: number } {
  const parts = /^(.*):(\d{1,5})$/.exec(text);
  if (!parts) throw new Failure(Exit.USAGE, { zh: `“${text}”应为 主机:端口`, en: `"${text}" should be host:port` });
  return { host: parts[1]!, port: Number(parts[2]) };
}

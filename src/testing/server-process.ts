import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';

const LAUNCH = path.join(import.meta.dirname, '../cli/launch.js');

/** The real command in a process of its own, on free ports of the loopback. */
export interface ServerProcess {
  process: ChildProcess;
  http: string;
  tcp: number;
  /** the door for enterprises, where there is one */
  enterprise: string | undefined;
}

/** @param args beside `serve --no-demo` and the ports. It says on stderr where it listens.
 * @param env beside that of this process */
export async function startServer(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
  const ports = ['--http', '127.0.0.1:0', '--tcp', '127.0.0.1:0'];
  const server = spawn(process.execPath, [LAUNCH, 'serve', '--no-demo', ...args, ...ports], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, FLUEWATCH_LANG: 'en', ...env },
  });
  let said = '';
  return new Promise((resolve, reject) => {
    server.stderr!.on('data', (chunk: Buffer) => {
      said += chunk;
      const listening = /console (http:\S+:\d+), HJ 212 port \S+:(\d+)/.exec(said);
      const [, enterprise] = /page for enterprises (http:\S+:\d+)/.exec(said) ?? [];
      if (listening) resolve({ process: server, http: listening[1]!, tcp: Number(listening[2]), enterprise });
    });
    server.once('exit', () => reject(new Error(`the server did not start: ${said}`)));
  });
}

export async function stopServer({ process: child }: ServerProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const stopped = once(child, 'exit');
  child.kill(signal);
  await stopped;
}

/**
 * Sends frames from a number on and counts answers, like a logger with a window, until all are answered or it breaks
 * (`cut` breaks it).
 * @returns how many are answered
 */
export function sendFrames(
  port: number,
  frames: readonly string[],
  from: number,
  progress: (answered: number) => void = () => {},
  cut?: AbortSignal,
): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  let sent = from;
  let answered = from;
  const more = () => {
    const piece: string[] = [];
    while (sent < frames.length && sent - answered < 400) piece.push(frames[sent++]!);
    if (piece.length > 0) socket.write(piece.join(''), 'latin1');
    if (answered === frames.length) socket.destroy();
  };
  socket.on('error', () => {});
  cut?.addEventListener('abort', () => socket.destroy());
  socket.on('connect', more);
  socket.on('data', (chunk) => {
    answered += chunk.toString('latin1').split('CN=9014').length - 1;
    progress(answered);
    more();
  });
  return new Promise((resolve) => socket.once('close', () => resolve(answered)));
}

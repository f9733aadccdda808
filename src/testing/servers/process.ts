import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real server of another project on a loopback port, with a folder of its own, to be stopped and started again. */
export class OtherServer {
  readonly port: number;
  readonly folder: string;
  readonly #command: readonly string[];
  #process: ChildProcess | undefined;
  #said = '';

  private constructor(port: number, folder: string, command: readonly string[]) {
    this.port = port;
    this.folder = folder;
    this.#command = command;
  }

  /** @param prepare writes what the server needs into its folder, and says how to start it */
  static async prepare(
    prepare: (port: number, folder: string) => readonly string[] | Promise<readonly string[]>,
  ): Promise<OtherServer> {
    const port = await freePort();
    const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-server-'));
    return new OtherServer(port, folder, await prepare(port, folder));
  }

  /** Starts it; resolves when it listens. */
  async start(): Promise<void> {
    const [program, ...args] = this.#command;
    const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    this.#said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#said = (this.#said + chunk).slice(-4000);
      });
    }
    let over = false;
    child.once('exit', () => {
      over = true;
    });
    while (!(await listens(this.port))) {
      if (over) throw new Error(`${program} did not start: ${this.#said}`);
      await sleep(50);
    }
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const over = once(child, 'exit');
    child.kill(signal);
    await over;
  }

  /** For the end of a test: stops it and forgets its folder. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listens(port: number): Promise<boolean> {
  const socket = dial(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

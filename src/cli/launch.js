#!/usr/bin/env node
// Runs the command line on Node 24, which the `node` package in devDependencies brings, whatever Node is installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The shell between npm and us dies of a signal without handing it on: who lost it ends as if told to.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    process.kill(process.pid, 'SIGTERM');
  }, 300).unref();
}

const main = fileURLToPath(new URL('main.ts', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import('./main.ts');
} else {
  const node = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(node)) {
    console.error('fluewatch 需要 Node 24：请先运行 npm ci / fluewatch needs Node 24: run npm ci first');
    process.exit(5);
  }
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

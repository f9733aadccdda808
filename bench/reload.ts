import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SHIPPED_RULES } from '../src/app/rule-folder.ts';
import type { Running } from '../src/app/serve.ts';
import type { DeviceView } from '../src/model/views/devices.ts';
import type { Page } from '../src/model/views/page.ts';
import type { RuleDetail } from '../src/model/views/rules.ts';
import type { Figures } from './run.ts';
import { send, withServer } from './server.ts';

const DEVICES = 500;
const MINUTES = 90;
const READINGS_PER_SECOND = 100_000;
const RULE = 'wte-hour-warning';
const PAUSE_MS = 300;

/**
 * Rules that change under load: from another process come 100 000 readings a second, while a rule is edited in its
 * file and published through the API in turn. From the write, or the request, until the shard judges by the new version.
 */
export async function run(): Promise<Figures> {
  const rules = mkdtempSync(path.join(tmpdir(), 'fluewatch-bench-rules-'));
  cpSync(SHIPPED_RULES, rules, { recursive: true });
  try {
    return await withServer(DEVICES, (server, http) => measure(server, http, rules), rules);
  } finally {
    rmSync(rules, { recursive: true });
  }
}

async function measure(server: Running, http: string, rules: string): Promise<Figures> {
  const url = `${http}/api/v1/rules/${RULE}`;
  const rule = async () => (await (await fetch(url)).json()) as RuleDetail;
  const file = path.join(rules, path.relative('rules', (await rule()).source));
  const text = readFileSync(file, 'utf8');
  const { port } = server.gateway;
  const loading = send({ host: '127.0.0.1', port, devices: DEVICES, minutes: MINUTES, rate: READINGS_PER_SECOND / 30 });
  let running = true;
  void loading.finally(() => {
    running = false;
  });
  const byFile: number[] = [];
  const byApi: number[] = [];
  for (let n = 1; running; n++) {
    await pause(PAUSE_MS);
    const { version } = await rule();
    const next = `# ${n}\n${text}`;
    const began = performance.now();
    if (n % 2 === 0) {
      writeFileSync(file, next);
      while ((await rule()).version === version) await pause(5);
      byFile.push(performance.now() - began);
    } else {
      const body = JSON.stringify({ yaml: next, by: 'bench', reason: `edit ${n}` });
      const headers = { 'content-type': 'application/json', 'if-match': `"${version}"` };
      const answer = await fetch(url, { method: 'PUT', headers, body });
      if (!answer.ok) throw new Error(await answer.text());
      byApi.push(performance.now() - began);
    }
  }
  const { frames, readings, seconds, p50Ms, p99Ms, unanswered } = await loading;
  await server.settled();
  const devices = (await (await fetch(`${http}/api/v1/devices?limit=500`)).json()) as Page<DeviceView>;
  return {
    edits: byFile.length + byApi.length,
    fileToEffectMs: median(byFile),
    fileToEffectMaxMs: Math.max(...byFile),
    publishToEffectMs: median(byApi),
    publishToEffectMaxMs: Math.max(...byApi),
    readingsPerSecond: readings / seconds,
    p50Ms,
    p99Ms,
    framesSent: frames,
    framesAccepted: devices.items.reduce((sum, device) => sum + device.accepted, 0),
    unanswered,
  };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

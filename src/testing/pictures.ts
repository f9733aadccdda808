import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { demonstrationCatalogue, startDemonstration } from '../app/demonstration.ts';
import { SHIPPED_RULES } from '../app/rule-folder.ts';
import { serve } from '../app/serve.ts';
import { openBrowser } from './chromium.ts';

/** The README's pictures, made from this very version: `npm run build && node src/testing/pictures.ts`. */
const FOLDER = path.join(import.meta.dirname, '../../fixtures/readme');
const WAIT_MS = 20_000;

const running = await serve({
  http: { host: '127.0.0.1', port: 0 },
  tcp: { host: '127.0.0.1', port: 0 },
  data: path.join(tmpdir(), `fluewatch-pictures-${process.pid}`),
  catalogue: [demonstrationCatalogue()],
  rules: SHIPPED_RULES,
  fresh: true,
  log: pino({ level: 'silent' }),
});
const stop = new AbortController();
startDemonstration(running, stop.signal).catch(() => {});
await new Promise((resolve) => setTimeout(resolve, WAIT_MS));

mkdirSync(FOLDER, { recursive: true });
const http = `http://127.0.0.1:${(running.api.server.address() as AddressInfo).port}`;
const browser = await openBrowser();
const exceedance = (await (await fetch(`${http}/api/v1/alerts?kind=exceedance&severity=serious`)).json()) as {
  items: { site: string; outlet: string; factor: string; start: string; end: string }[];
};
const { site, outlet, factor, start, end } = exceedance.items[0]!;
const around = (time: string, days: number) =>
  encodeURIComponent(new Date(Date.parse(time) + days * 86_400_000).toISOString());
const axis = `/sites/${site}?outlet=${outlet}&factor=${factor}&from=${around(start, -1)}&to=${around(end, 1)}`;

for (const [language, name] of [
  ['zh', 'console-zh.png'],
  ['en', 'console-en.png'],
] as const) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' });
  await page.goto(`${http}/alerts`);
  if (language === 'en') {
    await page.getByRole('button', { name: /EN/ }).first().click();
  }
  await page.goto(http + axis);
  await page.locator('canvas, svg[width]').first().waitFor();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(FOLDER, name) });
  await page.close();
}
await browser.close();
stop.abort();
await running.close();
process.exit(0);

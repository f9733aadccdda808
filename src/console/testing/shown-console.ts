import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import type { AlertRow } from '../../model/views/alerts.ts';
import type { ConnectionView } from '../../model/views/connections.ts';
import type { LeadView } from '../../model/views/leads.ts';
import type { Page as Items } from '../../model/views/page.ts';
import { CALM_REPORT } from '../../testing/calm-report.ts';
import { openBrowser } from '../../testing/chromium.ts';
import { type RecordedServer, recordedServer } from './recorded-server.ts';

/** The recorded server has none. */
export const CONNECTIONS: ConnectionView[] = [
  {
    id: 'gateways',
    direction: 'in',
    kind: 'mqtt',
    to: 'mqtts://broker.example:8883',
    state: 'waiting',
    says: { zh: '连接被拒绝；请核对地址和端口', en: 'connection refused; check address and port' },
    since: '2026-11-16T11:00:00+08:00',
    done: 12,
    refused: 1,
    waiting: null,
    lastAt: '2026-11-16T10:59:00+08:00',
  },
  {
    id: 'history',
    direction: 'out',
    kind: 'influxdb',
    to: 'http://influx.example:8086',
    state: 'open',
    says: null,
    since: '2026-11-16T11:00:00+08:00',
    done: 30,
    refused: 0,
    waiting: 5,
    lastAt: null,
  },
];

/** The built console before recorded answers, in a real browser. */
export interface ShownConsole {
  server: RecordedServer;
  browser: Browser;
  close(): Promise<void>;
}

export async function showConsole(): Promise<ShownConsole> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-console-'));
  await build({
    configFile: path.join(import.meta.dirname, '../vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder },
  });
  const server = await recordedServer(folder);
  server.recorded['/connections'] = { items: CONNECTIONS };
  server.recorded['/reports/daily'] = CALM_REPORT;
  const browser = await openBrowser();
  return {
    server,
    browser,
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Opens a page in a context of its own, as an office sees it unless `options` say otherwise. @param errors collects what the page throws */
export async function openPage(
  browser: Browser,
  url: string,
  errors: string[],
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Every fault that axe finds, also the moderate ones. @param rules only these, where the others were looked at before */
export async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.any[0]?.message ?? ''}`);
}

/** Pixels that a page is wider than its window. */
export const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export const alertsOf = (server: RecordedServer) => (server.recorded['/alerts'] as Items<AlertRow>).items;
/** the recorded alert that has a detail, a chart and a lead */
export const hotOf = (server: RecordedServer) => alertsOf(server).find(({ rule }) => rule === 'wte-daily-mean')!;
export const leadOf = (server: RecordedServer) =>
  (server.recorded['/leads'] as Items<LeadView>).items.find(({ alerts: ids }) => ids.includes(hotOf(server).id))!;
/** The page of its time axis. */
export const axisOf = (server: RecordedServer) =>
  `/sites/${hotOf(server).site}?outlet=${hotOf(server).outlet}&factor=a21005&from=2026-11-13+12:00&to=2026-11-16+12:00`;

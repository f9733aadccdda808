import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationCatalogue, startDemonstration } from '../app/demonstration.ts';
import { SHIPPED_RULES } from '../app/rule-folder.ts';
import { type Running, serve } from '../app/serve.ts';
import type { LeadView } from '../model/views/leads.ts';
import type { OverviewView } from '../model/views/overview.ts';
import type { Page as Items } from '../model/views/page.ts';
import { CHROMIUM, openBrowser } from './chromium.ts';

/**
 * What a newcomer sees: the real server, demonstration plants that report over HJ 212 TCP, and the built console in a
 * real browser. Without Chromium the browser part says so and is skipped; CI demands it.
 */
const withBrowser = existsSync(CHROMIUM) || process.env.FLUEWATCH_REQUIRE_ALL === '1';

const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-demo-'));
const stop = new AbortController();
let running: Running;
let http: string;

beforeAll(async () => {
  if (withBrowser) await import('../console/build.ts');
  running = await serve({
    http: { host: '127.0.0.1', port: 0 },
    tcp: { host: '127.0.0.1', port: 0 },
    data,
    catalogue: [demonstrationCatalogue()],
    rules: SHIPPED_RULES,
    fresh: true,
    log: pino({ level: 'silent' }),
  });
  http = `http://127.0.0.1:${(running.api.server.address() as AddressInfo).port}`;
  startDemonstration(running, stop.signal).catch(() => {});
}, 120_000);

afterAll(async () => {
  stop.abort();
  await running.close();
  rmSync(data, { recursive: true });
});

const get = async <T>(resource: string) => (await (await fetch(`${http}/api/v1/${resource}`)).json()) as T;

describe('the demonstration', () => {
  it('leads to alerts and to leads from real HJ 212 within a minute', async () => {
    const leads = () => get<Items<LeadView>>('leads').then(({ items }) => items.length);
    await expect.poll(leads, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
    const overview = await get<OverviewView>('overview');
    expect(overview.demonstration).toBe(true);
    expect(overview.devices.online).toBeGreaterThan(0);
    const { items } =
      await get<Items<{ received: number; accepted: number; repeat: number; rewrite: number; rejected: number }>>(
        'devices',
      );
    for (const { received, accepted, repeat, rewrite, rejected } of items) {
      expect(accepted + repeat + rewrite + rejected).toBe(received);
    }
    // What follows only looks: the plants need not keep the machine busy.
    stop.abort();
  }, 70_000);
});

describe.skipIf(!withBrowser)(
  `the console in a browser (skipped without Chromium at ${CHROMIUM}; set CHROMIUM)`,
  () => {
    let browser: Browser;
    let page: Page;
    const errors: string[] = [];

    beforeAll(async () => {
      browser = await openBrowser();
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        locale: 'zh-CN',
        reducedMotion: 'reduce',
      });
      page = await context.newPage();
      page.on('pageerror', (error) => errors.push(String(error)));
    }, 60_000);

    afterAll(() => browser?.close());

    const open = async (where: string) => {
      await page.goto(http + where);
      await page.getByRole('heading', { level: 1 }).waitFor();
    };

    it('shows alerts of demonstration data in Chinese, keeps filters in the URL and opens the argument by keyboard', async () => {
      await open('/alerts?severity=serious');
      await page.getByText('示范数据').first().waitFor();
      await page.getByText('垃圾焚烧发电厂').first().waitFor();
      expect(page.url()).toContain('severity=serious');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('计算过程').first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }, 60_000);

    it('speaks English', async () => {
      await open('/alerts');
      await page
        .getByRole('button', { name: /EN|English/ })
        .first()
        .click();
      await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
      const text = await page.locator('nav').first().textContent();
      expect(text).not.toMatch(/[\u4e00-\u9fff]/);
      await page.getByRole('button', { name: /中/ }).first().click();
      await page.getByRole('heading', { level: 1, name: '报警' }).waitFor();
    }, 60_000);

    it('draws the furnace on one time axis', async () => {
      await open('/sites/demo-a?outlet=demo-a-f2');
      await page.locator('canvas, svg[width]').first().waitFor();
      await page.getByText('氮氧化物').first().waitFor();
    }, 60_000);

    it('fits a narrow screen with real data, in both languages', async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      for (const language of ['中文', 'EN']) {
        await open('/');
        if (language === 'EN') await page.getByRole('button', { name: language, exact: true }).click();
        for (const where of ['/', '/alerts', '/leads', '/sites', '/sites/demo-a', '/devices', '/rules']) {
          await open(where);
          await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect([where, language, overflow]).toEqual([where, language, 0]);
        }
      }
    }, 60_000);

    it('raised no script error', () => {
      expect(errors).toEqual([]);
    });
  },
);

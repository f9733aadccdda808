import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from '../testing/chromium.ts';
import {
  axisOf,
  faultsOf,
  leadOf,
  openPage,
  overflowOf,
  type ShownConsole,
  showConsole,
} from './testing/shown-console.ts';

/** Every page in every shape, which takes most of a minute: by name and in CI. CI demands the browser. */
const withBrowser = existsSync(CHROMIUM) || process.env.FLUEWATCH_REQUIRE_ALL === '1';

/** Rules that a wide page can break where a narrow one, which has cards for tables and no side menu, did not. */
const WIDE = ['landmark-unique', 'empty-table-header', 'heading-order', 'scrollable-region-focusable'];

let shown: ShownConsole;
let page: Page;
const errors: string[] = [];

describe.skipIf(!withBrowser)(`every page (skipped without Chromium at ${CHROMIUM}; set CHROMIUM)`, () => {
  beforeAll(async () => {
    shown = await showConsole();
  }, 60_000);

  afterAll(() => shown?.close());

  afterEach(async () => {
    await page.context().close();
    expect(errors).toEqual([]);
  });

  const everywhere = () => [
    '/',
    '/alerts',
    `/leads/${leadOf(shown.server).id}`,
    axisOf(shown.server),
    '/leads',
    '/sites',
    '/devices',
    '/connections',
    '/rules?rule=wte-daily-mean',
    '/reports?date=2026-11-15',
  ];

  it('fits phone and desk in both languages and has no accessibility fault, light or dark', async () => {
    const phone = { width: 390, height: 844 };
    page = await openPage(shown.browser, shown.server.url, errors, { viewport: phone, colorScheme: 'light' });
    for (const where of everywhere()) {
      await page.goto(shown.server.url + where);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
      expect([where, await overflowOf(page), await faultsOf(page)]).toEqual([where, 0, []]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.locator('html[data-theme=dark]').waitFor();
      expect([where, await faultsOf(page, ['color-contrast'])]).toEqual([where, []]);
      await page.emulateMedia({ colorScheme: 'light' });
      // a drawer may lie over the button
      await page.locator('header [lang=en]').dispatchEvent('click');
      await page.locator('html[lang=en]').waitFor();
      expect([where, 'English', await overflowOf(page)]).toEqual([where, 'English', 0]);
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.locator('aside').waitFor();
      expect([where, await overflowOf(page), await faultsOf(page, WIDE)]).toEqual([where, 0, []]);
      await page.setViewportSize(phone);
      await page.locator('header [lang=zh]').dispatchEvent('click');
      await page.locator('html[lang=zh-CN]').waitFor();
    }
  }, 120_000);

  it('needs nothing newer than Chromium 86', async () => {
    page = await openPage(shown.browser, shown.server.url, errors, { viewport: { width: 1366, height: 900 } });
    await page.addInitScript(() => {
      const later: [object, string[]][] = [
        [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
        [String.prototype, ['at', 'isWellFormed', 'toWellFormed']],
        [Object, ['hasOwn', 'groupBy']],
        [Promise, ['withResolvers', 'try']],
        [window, ['structuredClone']],
        [crypto, ['randomUUID']],
        [AbortSignal, ['timeout', 'any']],
      ];
      for (const [owner, names] of later) {
        for (const name of names) Object.defineProperty(owner, name, { value: undefined, configurable: true });
      }
    });
    for (const where of ['/alerts', axisOf(shown.server), `/leads/${leadOf(shown.server).id}`, '/devices', '/rules']) {
      await page.goto(shown.server.url + where);
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
    await page.goto(shown.server.url + axisOf(shown.server));
    await page.getByRole('slider').locator('canvas').waitFor();
  });
});

import { existsSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceView } from '../model/views/devices.ts';
import type { LeadDetail } from '../model/views/leads.ts';
import type { Page as Items } from '../model/views/page.ts';
import type { RulePage } from '../model/views/rules.ts';
import { CHROMIUM } from '../testing/chromium.ts';
import type { RecordedServer } from './testing/recorded-server.ts';
import {
  alertsOf,
  axisOf,
  CONNECTIONS,
  faultsOf,
  hotOf,
  leadOf,
  openPage,
  overflowOf,
  type ShownConsole,
  showConsole,
} from './testing/shown-console.ts';

/** The built console against recorded answers: what a page does, in a real browser. CI demands the browser. */
const withBrowser = existsSync(CHROMIUM) || process.env.FLUEWATCH_REQUIRE_ALL === '1';

let shown: ShownConsole;
let server: RecordedServer;
let page: Page;
let errors: string[];

const alerts = () => alertsOf(server);
const hot = () => hotOf(server);
const lead = () => leadOf(server);
const axis = () => axisOf(server);
const faults = () => faultsOf(page);
const overflow = () => overflowOf(page);

async function open(where: string, options?: BrowserContextOptions): Promise<void> {
  page = await openPage(shown.browser, server.url + where, errors, options);
}

describe.skipIf(!withBrowser)(`the console (skipped without Chromium at ${CHROMIUM}; set CHROMIUM)`, () => {
  beforeAll(async () => {
    errors = [];
    shown = await showConsole();
    server = shown.server;
  }, 60_000);

  afterAll(() => shown?.close());

  afterEach(async () => {
    server.refuseStream(false);
    await page.context().close();
    expect(errors).toEqual([]);
  });

  it('lists alerts with severity in words, value, limit and ratio', async () => {
    await open('/alerts');
    const rows = page.locator('[data-row]');
    await expect.poll(() => rows.count()).toBe(alerts().length);
    const row = rows.filter({ hasText: '超 0.24 倍' });
    expect(await row.innerText()).toMatch(/橙[\s\S]*98\.91\s*mg\/m³[\s\S]*限值 80[\s\S]*2026-11-14 – 11-15/);
  });

  it('keeps filters in the address and asks for them again', async () => {
    await open('/alerts');
    await page.getByRole('button', { name: /橙/ }).click();
    await page.getByText('全部', { exact: true }).click();
    await expect.poll(() => page.url()).toMatch(/severity=serious&state=all/);
    server.asked.length = 0;
    await page.reload();
    await expect.poll(() => server.asked.find((ask) => ask.includes('severity=serious'))).toContain('state=all');
    expect(await page.getByRole('button', { name: /橙/ }).getAttribute('aria-pressed')).toBe('true');
  });

  it('opens an argument by keyboard, with what speaks against it and unverified law shown as such', async () => {
    await open('/alerts');
    await page.locator('[data-row]').first().waitFor();
    const place = alerts().indexOf(hot());
    for (let i = 0; i <= place; i++) await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    for (const heading of ['曲线', '反证', '计算过程', '法律依据', '变更记录']) {
      await drawer.getByRole('heading', { name: heading }).waitFor();
    }
    await drawer.getByText('未核实').first().waitFor();
    await drawer.locator('canvas').waitFor();
    expect(page.url()).toContain(`alert=${hot().id}`);
    expect(await faults()).toEqual([]);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(page.url()).not.toContain('alert=');
  });

  it('speaks English throughout, and remembers it', async () => {
    await open('/');
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Workbench' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Workbench' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect((await page.locator('body').innerText()).replace('中文', '')).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('draws one time axis that keyboard and mouse can read and zoom, and tells it as a table', async () => {
    await open(axis(), { viewport: { width: 1366, height: 1000 } });
    const stage = page.getByRole('slider');
    await stage.locator('canvas').waitFor();
    await page.getByText('段均值高于限值 100').first().waitFor();

    await stage.focus();
    await page.keyboard.press(']');
    await page.keyboard.press('ArrowRight');
    expect(await stage.getAttribute('aria-valuetext')).toMatch(/2026-11-1\d[\s\S]*一氧化碳 [\d.]+ mg\/m³[\s\S]*炉膛/);

    const box = (await stage.boundingBox())!;
    await page.mouse.move(box.x + 400, box.y + 220);
    await page.mouse.down();
    await page.mouse.move(box.x + 600, box.y + 220, { steps: 4 });
    await page.mouse.up();
    const from = () => new URL(page.url()).searchParams.get('from');
    await expect.poll(from).not.toBe('2026-11-13 12:00');
    await stage.focus();
    await page.keyboard.press('0');
    await expect.poll(from).toBeNull();

    await page.keyboard.press('t');
    await page.getByRole('columnheader', { name: '有效分钟' }).waitFor();
  });

  it('lets changes wait while somebody reads the list', async () => {
    await open('/alerts');
    await page.locator('[data-row]').first().waitFor();
    await page.locator('[data-row]').nth(2).hover();
    server.say('alert', { id: 'al_new', event: 'raised', severity: 'critical', site: 'demo-a' });
    const pill = page.getByRole('button', { name: /1 条有变化/ });
    await pill.waitFor();
    server.asked.length = 0;
    await pill.click();
    await expect.poll(() => server.asked.some((ask) => ask.startsWith('GET /alerts?'))).toBe(true);
    await pill.waitFor({ state: 'hidden' });
  });

  it('says loudly that the stream is lost, and that it is back', async () => {
    await open('/leads');
    await page.getByText('实时', { exact: false }).first().waitFor();
    server.refuseStream(true);
    await page.getByText(/数据停留在 .*正在重新连接/).waitFor();
    server.refuseStream(false);
    await page.getByText(/数据停留在/).waitFor({ state: 'hidden' });
  });

  it('moves a lead only with a reason, and says in words that somebody was faster', async () => {
    await open(`/leads/${lead().id}`);
    await page.getByRole('button', { name: '派发' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '派发' }).click();
    await dialog.getByText('必填').first().waitFor();
    expect(server.asked.filter((ask) => ask.startsWith('POST'))).toEqual([]);
    await dialog.getByLabel('操作人').fill('李敏');
    await dialog.getByLabel('理由').fill('转执法二组');
    await dialog.getByRole('button', { name: '派发' }).click();
    await dialog.getByText('刚才有人改动了这条线索').waitFor();
    expect(server.asked).toContain(`POST /leads/${lead().id}:move`);
  });

  it('leads from a lead to the requests to the devices that it is about', async () => {
    await open(`/leads/${lead().id}`);
    const [outlet] = (server.recorded[`/leads/${lead().id}`] as LeadDetail).alertList.map((alert) => alert.outlet);
    const { mn } = (server.recorded['/devices'] as Items<DeviceView>).items.find((one) => one.outlet === outlet)!;
    await page.getByRole('link', { name: mn }).click();
    await page.getByText(`向设备的请求 · ${mn}`).waitFor();
  });

  it('says which rule files are wrong, and where, on the page of the rules and on every other', async () => {
    const { state } = server.recorded['/rules'] as RulePage;
    const says = { zh: '没有名为“minHuors”的参数，是否想写“minHours”？', en: 'no such parameter "minHuors"' };
    state.problems.push({ file: 'rules/own/mine.yaml', line: 9, column: 3, path: 'with.minHuors', says });
    await open('/leads');
    await page.getByText('规则文件有 1 处错误，未生效').waitFor();
    await page.getByRole('link', { name: '查看错误' }).click();
    const banner = page.getByRole('alert');
    expect(await banner.innerText()).toMatch(/现行规则仍是[\s\S]*rules\/own\/mine\.yaml:9:3[\s\S]*是否想写“minHours”/);
    expect(await faults()).toEqual([]);
    state.problems.pop();
    server.say('rules', { edit: 4, problems: 0 });
    await banner.waitFor({ state: 'hidden' });
  });

  it('shows what changed in a rule, and publishes an old text only with a reason and over what was seen', async () => {
    await open('/rules?rule=wte-daily-mean');
    const drawer = page.getByRole('dialog').first();
    await drawer.getByRole('button', { name: '与上一版本比较' }).click();
    expect(await drawer.getByLabel('与上一版本的差异').innerText()).toMatch(/- settle: 24h\n\+ settle: /);
    await drawer.getByRole('button', { name: '恢复此版本' }).click();
    const form = page.getByRole('dialog').last();
    await form.getByText('修改规则 wte-daily-mean').waitFor();
    await form.getByText('校验通过').waitFor();
    expect(await form.getByLabel('规则文本').inputValue()).toContain('settle: 24h');
    expect(await faults()).toEqual([]);
    await form.getByRole('button', { name: '发布' }).click();
    await form.getByText('必填').waitFor();
    expect(server.asked.filter((ask) => ask.startsWith('PUT'))).toEqual([]);
    await form.getByLabel('发布人').fill('rule-editor');
    await form.getByRole('button', { name: '发布' }).click();
    await form.getByText('刚才有人改动了这条规则').waitFor();
    expect(server.asked).toContain('PUT /rules/wte-daily-mean');
  });

  it('says how connections stand, why one waits, and what went through', async () => {
    await open('/connections');
    const row = page.getByRole('row').filter({ hasText: 'gateways' });
    await row.getByText('等待对方').waitFor();
    await row.getByText('连接被拒绝').waitFor();
    expect(await row.innerText()).toMatch(/接入 · mqtt[\s\S]*已接收 12 · 不能用 1/);
    await page.getByRole('row').filter({ hasText: 'history' }).getByText('待送 5').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('listitem').filter({ hasText: 'gateways' }).getByText('连接被拒绝').waitFor();
  });

  it('shows who was told of an alert, and sends again what an output gave up', async () => {
    await open(`/alerts?alert=${hot().id}`);
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: '通知' }).waitFor();
    await drawer.getByText('errcode 0').waitFor();
    server.recorded['/connections'] = { items: CONNECTIONS.map((one) => ({ ...one, refused: 1 })) };
    await page.goto(`${server.url}/connections`);
    await page.getByRole('button', { name: '死信' }).click();
    await drawer.getByText('平台不收（40035）').waitFor();
    expect(await faults()).toEqual([]);
    await drawer.getByRole('button', { name: '重发' }).click();
    await page.getByText('将重发').waitFor();
    expect(server.asked).toContain('POST /connections/history/dead-letters/7:resend');
    server.recorded['/connections'] = { items: CONNECTIONS };
  });

  it('shows what cameras saw, whose hash it is, and why something is not there', async () => {
    await open('/leads/ld_82c719b9d0d0e8cb6059');
    const items = page.locator('#footage li');
    const said = await items.allInnerTexts();
    expect(said[0]).toMatch(/1 号炉膛[\s\S]*已取得[\s\S]*平台给出的 SHA-256，本机未核对 9f86d081884c/);
    expect(said[1]).toMatch(/查看文件 \(2\.4 MB\)[\s\S]*本机核算的 SHA-256 2c26b46b68ff/);
    expect(said[2]).toMatch(/等待平台[\s\S]*对方暂不接收（500）/);
    expect(said[3]).toMatch(/未取得[\s\S]*录像已被覆盖/);
    expect(await items.nth(0).getByRole('link', { name: '在平台查看' }).getAttribute('href')).toBe(
      'https://video.example/clips/1',
    );
  });

  it('shows the report of the day or month that is picked, with links to print and to save it', async () => {
    await open('/reports?date=2026-11-15');
    const report = page.frameLocator('iframe.report');
    await report.getByRole('heading', { name: '污染源自动监控日报' }).waitFor();
    const saved = page.getByRole('link', { name: '下载 PDF' });
    expect(await saved.getAttribute('href')).toBe('/api/v1/reports/daily?date=2026-11-15&lang=zh&format=pdf');
    await page.getByLabel('日期').fill('2026-11-14');
    await page.getByText('English', { exact: true }).click();
    const daily = 'GET /reports/daily?date=2026-11-14&lang=en&format=html';
    await expect.poll(() => server.asked).toContain(daily);
    expect(page.url()).toMatch(/date=2026-11-14&lang=en/);
    await page.getByText('月报', { exact: true }).click();
    await page.getByLabel('月份').fill('2026-10');
    await expect.poll(() => server.asked).toContain('GET /reports/monthly?month=2026-10&lang=en&format=html');
    // The recorded server has no month: what an API refuses is told in its words, with nothing old left standing.
    await page.getByRole('alert').or(page.getByText('没有找到')).first().waitFor();
  });

  it('lets a plant in by its token, shows its data and caps, takes a mark and an answer, and nothing of the office', async () => {
    await open('/enterprise', { viewport: { width: 390, height: 844 }, colorScheme: 'light' });
    expect([await overflow(), await faults()]).toEqual([0, []]);
    await page.locator('input[type=password]').fill('a-token-of-the-plant-1');
    await page.getByRole('button', { name: '进入' }).click();
    await page.getByText('示范一号电厂').waitFor();
    await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
    expect([await overflow(), await faults()]).toEqual([0, []]);
    expect(await page.getByRole('region', { name: '数据现状' }).innerText()).toMatch(
      /一氧化碳[\s\S]*136\.3\s*▲ 高于限值[\s\S]*03:10/,
    );
    const caps = await page.getByRole('region', { name: '剩余时长' }).innerText();
    expect(caps).toMatch(/剩 8\.5 小时[\s\S]*已超出 1 小时/);
    expect(await page.getByRole('region', { name: '已录入的标记' }).innerText()).toMatch(
      /故障[\s\S]*事后补录[\s\S]*E017/,
    );
    expect(await page.locator('nav').count()).toBe(1);

    const alert = page.locator('details').first();
    await alert.locator('summary').click();
    await alert.locator('textarea').fill('更换滤袋');
    await alert.locator('input').fill('E017');
    await alert.getByRole('button', { name: '提交说明' }).click();
    await page.getByText('说明已保存').waitFor();
    expect(server.asked).toContain(`POST /enterprise/alerts/${hot().id}:answer`);

    const form = page.locator('form').filter({ hasText: '提交标记' });
    await form.getByRole('combobox').click();
    await page.getByTitle('故障', { exact: true }).click();
    await page.getByText('剩 8.5 小时').nth(1).waitFor();
    await form.locator('input[type=datetime-local]').nth(0).fill('2026-11-15T09:00');
    await form.locator('input[type=datetime-local]').nth(1).fill('2026-11-15T08:00');
    await form.locator('textarea').fill('引风机跳停');
    await form.locator('input[maxlength="40"]').fill('E017');
    await form.getByRole('button', { name: '提交标记' }).click();
    await page.getByText('结束须晚于开始').waitFor();
    expect(server.asked).not.toContain('POST /enterprise/marks');
    await form.locator('input[type=datetime-local]').nth(1).fill('2026-11-15T10:00');
    await form.getByRole('button', { name: '提交标记' }).click();
    await page.getByText('已记入').waitFor();
    expect(server.asked).toContain('POST /enterprise/marks');

    await page.locator('header [lang=en]').click();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('region', { name: 'Hours left' }).waitFor();
    expect([await overflow(), await faults()]).toEqual([0, []]);
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByText('Handed out by the authority').waitFor();
    expect(await page.getByText('引风机跳停').count()).toBe(0);
  }, 60_000);
});

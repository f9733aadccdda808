import path from 'node:path';
import { getDocumentProxy, extractText as readPdf } from 'unpdf';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { AlertEvent } from '../../model/alert.ts';
import { dayOf, dayStart, HOUR_MS, monthOf, parseTime } from '../../model/beijing.ts';
import type { Lead, LeadEvent } from '../../model/lead.ts';
import { documentOf } from '../../report/document-of.ts';
import type { ReportFacts, ReportScope } from '../../report/facts.ts';
import { htmlOf } from '../../report/html.ts';
import { pdfOf } from '../../report/pdf.ts';
import { reportOf } from '../../report/report.ts';
import { StoreReader } from '../../store/reader.ts';
import { sampleDevice, sampleLead } from '../../store/samples.ts';
import { StoreWriter } from '../../store/writer.ts';
import { PLANT_WEEK } from '../../testing/plant-week.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { weekEngine, weekMarks } from '../../testing/week.ts';
import { ANSWERS } from '../questions.ts';
import { readRecordings } from '../recordings.ts';
import { replay } from '../replay.ts';
import type { Shard } from '../shard.ts';
import { type Ask, gather } from './gather.ts';
import { PdfWorker } from './pdf-worker.ts';

/**
 * Reports of the plant week. Every number here comes from the arithmetic of `fixtures/plant-week/README.md`: five
 * pollutants of a furnace are 5 × 24 = 120 hour values a day.
 */
let engine: Engine;
let views: StoreReader;
let ask: Ask;
const folder = temporaryFolder();

const SEVENTH = parseTime('2026-03-07');

/** People's words, which stay at home. */
const PRIVATE = '举报人王某，电话 13800000009';
const lead = (change: Partial<Lead>): Lead => sampleLead({ site: 'week', ...change });
const opened = (body: Lead): LeadEvent => ({ at: body.openedAt, by: 'fluewatch', from: null, reason: 'x', lead: body });
const moved = (at: number, from: Lead['state'], body: Lead): LeadEvent => ({
  ...{ at, by: '李四', from, reason: PRIVATE },
  lead: { ...body, assignee: '李四' },
});
const HOT = lead({ id: 'ld-hot', openedAt: SEVENTH + 9 * HOUR_MS, says: { zh: '炉温不足', en: 'furnace too cold' } });
const OLD = lead({ id: 'ld-old', openedAt: SEVENTH - 48 * HOUR_MS });
const SIGNAL = lead({ id: 'ld-signal', queue: 'review', openedAt: SEVENTH + 2 * HOUR_MS });

beforeAll(async () => {
  engine = await weekEngine();
  const file = (name: string) => path.join(PLANT_WEEK, name);
  const { arrivals } = readRecordings(engine, [file('readings.csv.gz')], undefined, () => {});
  const alerts: AlertEvent[] = [];
  replay(engine, arrivals, weekMarks(), (events) => void alerts.push(...events));
  const store = path.join(folder, 'views.db');
  const writer = new StoreWriter(store);
  writer.commit({
    position: 1,
    clock: engine.clock,
    alerts,
    leads: [
      opened(HOT),
      opened(OLD),
      opened(SIGNAL),
      moved(SEVENTH + 10 * HOUR_MS, 'new', { ...OLD, state: 'dismissed' }),
      moved(SEVENTH + 30 * HOUR_MS, 'new', { ...HOT, state: 'assigned' }),
    ],
    devices: [
      sampleDevice({ mn: '88888880000101', outlet: 'week-f1', lastSeen: engine.clock - 60_000 }),
      sampleDevice({ mn: '88888880000102', outlet: 'week-f2', lastSeen: SEVENTH }),
      sampleDevice({ mn: '88888880000999', outlet: null, lastSeen: SEVENTH }),
    ],
  });
  writer.close();
  views = new StoreReader(store);
  const shard = { engine, clock: engine.clock, edit: 3, behind: 0, leads: { all: () => [] } } as unknown as Shard;
  ask = async (question, asked) => ANSWERS[question](shard, asked);
}, 60_000);

const day = (text: string): ReportScope => {
  const from = dayOf(parseTime(text));
  return { kind: 'daily', days: { from, to: from + 1 }, region: null, site: null };
};
const MARCH: ReportScope = { kind: 'monthly', days: monthOf(dayOf(SEVENTH)), region: null, site: null };
const ground = () => ({ ask, views, issuer: '示例市生态环境监测中心', today: dayOf(parseTime('2026-04-01')) });
const facts = (scope: ReportScope) => gather(scope, ground());
const report = async (scope: ReportScope) => reportOf(await facts(scope));
const judged = ({ alert, window }: { alert: { factor: string | null }; window: { value: number | null } }) => [
  alert.factor,
  window.value,
];

describe('a daily report', () => {
  it('of 03-07: 19 h of data in furnace 1, six cold slots, no valid day and so no exceedance', async () => {
    const { transmission, hours, belowTarget, ...of } = await report(day('2026-03-07'));
    expect(transmission).toMatchObject([
      { outlet: 'week-f1', due: 120, received: 95, valid: 95, national: 79.166667, target: 90 },
      { outlet: 'week-f2', due: 120, received: 120, valid: 120, national: 100 },
    ]);
    expect([hours, belowTarget]).toEqual([{ due: 240, received: 215, valid: 215 }, 1]);
    expect(of.exceedances).toEqual([]);
    expect(of.cumulative.map(judged)).toEqual([[null, 5]]);
    expect(of.temperatures.map(({ window: { value, limit } }) => [value, limit])).toEqual([[6, 5]]);
    expect(of.asserted.duty.map(({ rule }) => rule)).toEqual(['wte-missing-data']);
    expect(of.notices.duty.map(({ rule, worst }) => [rule, worst?.value])).toEqual([['data-gap', 300]]);
    // SO2 100 is told of this day although the alert goes on with 79 on the next.
    expect(of.notices.exceedance.map(({ rule, worst }) => [rule, worst?.value])).toEqual([['wte-day-approach', 100]]);
  });

  it('of 03-08: HCl 51 with CEMS维护 for 4 of its 30 hours, whose hours are due and not valid', async () => {
    const { exceedances, transmission, markHours, quotas, notices } = await report(day('2026-03-08'));
    expect(exceedances).toMatchObject([
      { alert: { factor: 'a21024' }, window: { value: 51, limit: 50 }, marks: ['cems-maintenance'] },
    ]);
    expect(transmission[0]).toMatchObject({ due: 120, received: 120, valid: 100, marked: 20, national: 83.333333 });
    expect(markHours).toMatchObject([{ kind: 'cems-maintenance', hours: 4 }]);
    // 停炉 4 h and 故障 2 h of the days before are used up of the 60 by now.
    expect(quotas.map(({ quota: { usedHours, capHours, period } }) => [usedHours, capHours, period])).toEqual([
      [6, 60, '2026'],
      [4, 30, '2026-Q1'],
    ]);
    expect(notices.exceedance.map(({ worst }) => worst?.value)).toEqual([79]);
  });

  it('of 03-04: the day’s own CO 82, not the 88 of the alert’s worst day; half a day out of service is not due', async () => {
    const { exceedances, acts, transmission, markHours } = await report(day('2026-03-04'));
    expect([exceedances.map(judged), acts]).toEqual([[['a21005', 82]], 1]);
    expect(transmission.at(-1)).toMatchObject({ outlet: 'week-f2', due: 60, filedStop: 60, valid: 60, national: 100 });
    expect(markHours.map(({ kind, hours }) => [kind, hours])).toEqual([
      ['fault', 1],
      ['out-of-service', 12],
    ]);
  });

  it('counts leads opened and decided on the day, and offline devices as data stand now', async () => {
    const { leads, offline, facts: told } = await report(day('2026-03-07'));
    expect(leads.opened).toEqual({ enforcement: 1, review: 1 });
    expect(leads.moved).toEqual({ dismissed: 1 });
    expect(leads.list.map(({ id, state }) => [id, state])).toEqual([
      ['ld-old', 'dismissed'],
      ['ld-hot', 'assigned'],
    ]);
    expect(told.openLeads).toEqual({ enforcement: { assigned: 1 }, review: { new: 1 } });
    expect(offline).toMatchObject([{ mn: '88888880000102', state: 'silent' }]);
  });

  it('of a day without data says so calmly: before the first day never connected, later no data', async () => {
    const before = await report(day('2026-02-01'));
    expect(before.presence).toEqual({ reporting: 0, stopped: 0, silent: 0, never: 2 });
    const after = await report(day('2026-03-20'));
    expect(after.presence).toMatchObject({ silent: 2, never: 0 });
    expect([before.exceedances, before.cumulative, before.provisional.alerts]).toEqual([[], [], 0]);
    const text = htmlOf(documentOf(before, 'zh'));
    expect(text).toContain('纳入 2 个排放口和表计，报告期内均没有数据。');
    expect(text).toContain('报告期内没有按规则判定的涉嫌超标。');
  });
});

describe('a monthly report', () => {
  it('has every exceedance day once, and the month they add up to beside them', async () => {
    const { exceedances, acts, cumulative, asserted, transmission, provisional } = await report(MARCH);
    expect(exceedances.map(judged)).toEqual([
      ['a21026', 81],
      ['a21005', 88],
      ['a21005', 82],
      ['a21002', 253.913043],
      ['a21024', 51],
    ]);
    expect([acts, cumulative.map(judged)]).toEqual([5, [[null, 5]]]);
    expect(asserted.falsification.map(({ rule }) => rule)).toEqual(['mark-at-exceedance']);
    // Seven days of 120: 5 h of five pollutants never came, 4 h of five were under CEMS维护.
    expect(transmission.filter(({ outlet }) => outlet === 'week-f1')).toMatchObject([
      { due: 840, filedStop: 0, received: 815, valid: 795, marked: 20 },
    ]);
    expect(provisional.alerts).toBe(0);
    const said = htmlOf(documentOf(await report(MARCH), 'zh'));
    expect(said).toContain(
      '2 个排放口未计满报告期：只计有数据以来、已结束的日（起始最晚 2026-03-02，截止最早 2026-03-08）。',
    );
  });

  it('covers only the region and the site that were asked for', async () => {
    expect((await report({ ...MARCH, region: '3301' })).facts.outlets).toHaveLength(2);
    const elsewhere = await report({ ...MARCH, region: '3302' });
    expect([elsewhere.facts.outlets, elsewhere.facts.alerts, elsewhere.facts.devices]).toEqual([[], [], []]);
  });
});

describe('the documents of a report', () => {
  it('are the same for the same state and day of making, in whatever order alerts come', async () => {
    const told = await facts(MARCH);
    const again: ReportFacts = { ...(await facts(MARCH)), alerts: [...told.alerts].reverse() };
    const [one, other] = [told, again].map((f) => documentOf(reportOf(f), 'zh'));
    expect(other).toEqual(one);
  });

  it('say nothing that people typed: no complainants, no names, no reasons', async () => {
    for (const language of ['zh', 'en'] as const) {
      const text = htmlOf(documentOf(await report(day('2026-03-07')), language));
      for (const secret of [PRIVATE, '王某', '13800000009', '李四']) expect(text).not.toContain(secret);
    }
  });

  it('say 疑似 and "inconsistent", never more', async () => {
    const month = await report(MARCH);
    const zh = htmlOf(documentOf(month, 'zh'));
    const en = htmlOf(documentOf(month, 'en'));
    expect(zh).toContain('不构成对弄虚作假的认定');
    expect(zh.replace('不构成对弄虚作假的认定', '')).not.toMatch(/弄虚作假|造假/);
    expect(en).toContain('They do not establish falsification.');
    expect(en.replace('They do not establish falsification.', '')).not.toMatch(/falsif/i);
  });

  it('as a page load nothing and let no name run as markup', async () => {
    const told = await facts(day('2026-03-08'));
    const outlets = told.outlets.map((one) => ({
      ...one,
      site: { ...one.site, name: { zh: '<img src=x onerror=alert(1)>', en: 'x' }, demonstration: true },
    }));
    const html = htmlOf(documentOf(reportOf({ ...told, outlets }), 'zh'));
    expect(html).not.toMatch(/<img|https?:|<script/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('示范数据：含模拟企业');
    expect(html).toContain('示例市生态环境监测中心');
  });

  it('say what is unfinished and provisional', async () => {
    const told = await facts(day('2026-03-08'));
    const asOf = dayStart(told.days.from) + 15 * HOUR_MS;
    const outlets = told.outlets.map((one) => ({ ...one, judged: false }));
    const alerts = told.alerts.map((one) => ({ ...one, state: 'provisional' as const }));
    const html = htmlOf(documentOf(reportOf({ ...told, asOf, outlets, alerts, behind: 1 }), 'zh'));
    for (const said of ['报告期尚未结束，内容不完整', '条报警为暂定', '数据尚未到齐', '正在重新判定']) {
      expect(html).toContain(said);
    }
    expect(htmlOf(documentOf(reportOf(told), 'zh'))).toContain('所列报警均已过标记期限');
  });

  it('read back from the PDF in Chinese and English, a character without a glyph by its code', async () => {
    const told = await facts(day('2026-03-08'));
    const outlets = told.outlets.map((one) => ({
      ...one,
      site: { ...one.site, name: { zh: '𠮷泰电厂', en: 'Jitai plant' } },
    }));
    const read = async (bytes: Uint8Array) => {
      const pdf = await getDocumentProxy(new Uint8Array(bytes));
      return (await readPdf(pdf, { mergePages: true })).text.replace(/\s+/g, ' ');
    };
    const [zhPdf, enPdf] = await Promise.all(
      (['zh', 'en'] as const).map((l) => pdfOf(documentOf(reportOf({ ...told, outlets }), l))),
    );
    const zh = await read(zhPdf!);
    for (const said of ['污染源自动监控日报', '2026-03-08', '氯化氢', '51 mg/m³', '83.33', '[U+20BB7]泰电厂', '签发']) {
      expect(zh).toContain(said);
    }
    const en = await read(enPdf!);
    for (const said of [
      'daily report',
      'Hydrogen chloride',
      '51 mg/m³',
      'Jitai plant',
      'CEMS maintenance',
      'Issued by',
    ]) {
      expect(en).toContain(said);
    }
    expect(en.replace('示例市生态环境监测中心', '')).not.toMatch(/[\u4e00-\u9fff]/);
    // The same document, the same bytes, in whichever thread.
    const again = await new PdfWorker().make(documentOf(reportOf({ ...told, outlets }), 'zh'));
    expect(zhPdf!.equals(again)).toBe(true);
  }, 20_000);
});

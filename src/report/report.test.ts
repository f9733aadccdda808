import { describe, expect, it } from 'vitest';
import { dayStart, HOUR_MS } from '../model/beijing.ts';
import { documentOf } from './document-of.ts';
import type { OutletFigures, ReportedAlert, ReportedWindow, ReportFacts } from './facts.ts';
import { reportOf } from './report.ts';

const DAY = 20_514;
const at = (hour: number) => dayStart(DAY) + hour * HOUR_MS;

const OUTLET: OutletFigures = {
  site: {
    id: 'plant',
    name: { zh: '电厂', en: 'Plant' },
    region: '330110',
    industry: 'thermal-power',
    demonstration: false,
  },
  outlet: { id: 'o1', name: { zh: '烟囱', en: 'Stack' }, medium: 'flue-gas' },
  presence: 'reporting',
  lastData: at(24),
  judged: true,
  transmission: [],
  marks: [{ kind: 'off-grid', start: at(4), end: at(5) }],
  quotas: [],
};

const hour = (h: number, value: number): ReportedWindow => ({
  start: at(h),
  end: at(h + 1),
  value,
  limit: 50,
  act: null,
});

const alert = (windows: ReportedWindow[], change: Partial<ReportedAlert> = {}): ReportedAlert => ({
  id: 'al-1',
  rule: 'thermal-hour-exceedance',
  kind: 'exceedance',
  severity: 'serious',
  state: 'provisional',
  site: 'plant',
  outlet: 'o1',
  factor: 'a21002',
  start: windows[0]!.start,
  end: windows.at(-1)!.end,
  unit: 'mg/m3',
  says: { zh: '超标', en: 'over' },
  asserts: true,
  windows,
  ...change,
});

const facts = (alerts: ReportedAlert[], outlets = [OUTLET]): ReportFacts => ({
  kind: 'daily',
  days: { from: DAY, to: DAY + 1 },
  region: null,
  site: null,
  issuer: null,
  producedOn: DAY + 1,
  asOf: at(30),
  rules: { version: '0123456789abcdef', edit: null },
  behind: 0,
  outlets,
  alerts,
  leads: [],
  openLeads: { enforcement: {}, review: {} },
  devices: [],
  names: { factors: { a21002: { zh: '氮氧化物', en: 'Nitrogen oxides' } }, rules: {} },
});

describe('figures of a report', () => {
  it('join the hours of an episode into one row with its worst hour: they are one act', () => {
    const { exceedances, acts } = reportOf(facts([alert([hour(3, 60), hour(4, 75), hour(5, 55)])]));
    expect(acts).toBe(1);
    expect(exceedances).toMatchObject([
      { windows: 3, window: { start: at(3), end: at(6), value: 75, limit: 50 }, marks: ['off-grid'] },
    ]);
    const text = JSON.stringify(documentOf(reportOf(facts([alert([hour(3, 60), hour(4, 75)])])), 'zh'));
    expect(text).toContain('03:00–05:00（2 个时段）');
    // 75 / 50 − 1
    expect(text).toContain('"0.50"');
  });

  it('keep an hour-long episode over several days an exceedance, and a month of days cumulative', () => {
    const long = { start: at(-24 * 3), end: at(24 * 27), value: 5, limit: 5, act: 'o1/2026-03' };
    const { exceedances, cumulative } = reportOf(
      facts([alert([hour(0, 60), hour(30, 60)]), alert([long], { id: 'al-2', factor: null })]),
    );
    expect(exceedances.map(({ windows }) => windows)).toEqual([2]);
    expect(cumulative.map(({ alert: { id } }) => id)).toEqual(['al-2']);
  });

  it('count what asserts nothing as a note, never as an exceedance', () => {
    const { exceedances, notices, asserted } = reportOf(
      facts([alert([hour(3, 60)], { asserts: false }), alert([hour(7, 90)], { id: 'al-2', asserts: false })]),
    );
    expect([exceedances, asserted.exceedance]).toEqual([[], []]);
    expect(notices.exceedance).toMatchObject([{ windows: 2, worst: { value: 90 } }]);
  });

  it('of nobody say that there is nothing to report', () => {
    const report = reportOf(facts([], []));
    for (const language of ['zh', 'en'] as const) {
      const { sections, banner } = documentOf(report, language);
      expect(banner).toBeNull();
      expect(JSON.stringify(sections[0])).toMatch(/无可报告内容|nothing to report/);
      expect(JSON.stringify(sections)).not.toMatch(/NaN|undefined|null null/);
    }
  });

  it('leave out of a table what nobody reads, and say how much that is', () => {
    const many = Array.from({ length: 230 }, (_, i) => alert([hour(i % 24, 60 + i)], { id: `al-${1000 + i}` }));
    const { sections } = documentOf(reportOf(facts(many)), 'zh');
    const tables = sections.flatMap(({ blocks }) => blocks).filter((block) => block.kind === 'table');
    const long = tables.find(({ caption }) => caption === '涉嫌超标')!;
    expect([long.rows.length, long.more]).toEqual([200, '另有 30 行未列出，请在控制台导出完整表格。']);
  });
});

import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../model/alert.ts';
import { HOUR_MS, parseTime } from '../model/beijing.ts';
import { bench } from './testing.ts';

const MARCH = parseTime('2026-03-01');

const alert = (n: number, says: string): Alert => ({
  id: `al-${n}`,
  rule: 'wte-daily-mean',
  ruleVersion: '1',
  covers: ['WTE-01'],
  kind: 'exceedance',
  severity: 'serious',
  state: 'confirmed',
  site: 'demo-wte',
  outlet: 'demo-wte-f1',
  factor: 'a21005',
  start: MARCH + n * HOUR_MS,
  end: MARCH + (n + 1) * HOUR_MS,
  value: -81.3,
  limit: 80,
  unit: 'mg/m3',
  count: 1,
  facts: {},
  says: { zh: says, en: `en ${n}` },
});

async function exported(address: string, alerts: readonly Alert[] = []) {
  const { app, commit } = await bench();
  if (alerts.length > 0) commit({ alerts: alerts.map((one) => ({ event: 'raised', at: MARCH, alert: one })) });
  const answer = await app.inject(`/api/v1/export/${address}`);
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload };
}
const rowsOf = (text: string): string[][] => parse(text, { bom: true });

describe('exported alerts', () => {
  it('are a table with Chinese heads that a spreadsheet opens: BOM, Windows lines, Beijing time', async () => {
    const { headers, bytes } = await exported('alerts', [alert(0, '一氧化碳日均值 81.3，超标 "1.02" 倍\n核查')]);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="fluewatch-alerts-2026-03-\d\d\.csv"$/);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString()).toContain('\r\n');
    const [head, row, ...more] = rowsOf(bytes.toString());
    const of = (name: string) => row![head!.indexOf(name)];
    expect(more).toEqual([]);
    expect([of('报警编号'), of('级别'), of('状态'), of('开始'), of('数值'), of('条款')]).toEqual([
      'al-0',
      '橙',
      '已确认',
      '2026-03-01 00:00:00',
      '-81.3',
      'WTE-01',
    ]);
    expect(of('说明')).toBe('一氧化碳日均值 81.3，超标 "1.02" 倍\n核查');
  });

  it('in GB18030 hold the same text, also rare characters', async () => {
    const says = '㐂企业 𠮷 超标';
    const utf8 = rowsOf((await exported('alerts', [alert(0, says)])).bytes.toString());
    const { bytes } = await exported('alerts?format=csv-gb18030', [alert(0, says)]);
    expect(rowsOf(new TextDecoder('gb18030').decode(bytes))).toEqual(utf8);
    expect(bytes.toString()).not.toContain('超标');
  });

  it('as Parquet have typed columns under their keys', async () => {
    const { bytes } = await exported('alerts?format=parquet&lang=en', [
      alert(0, 'x'),
      { ...alert(1, 'y'), value: null, factor: null },
    ]);
    const file = new Uint8Array(bytes).buffer;
    const rows = await parquetReadObjects({ file });
    expect(rows).toMatchObject([
      { id: 'al-1', value: null, factor: null, start: new Date(MARCH + HOUR_MS) },
      { id: 'al-0', value: -81.3, severity: 'orange', kind: 'exceedance', says: 'en 0', count: 1 },
    ]);
  });

  it('never hand a spreadsheet a formula: such text is disarmed, numbers stay numbers', async () => {
    const { bytes } = await exported('alerts', [alert(0, '=HYPERLINK("http://x","y")'), alert(1, '@SUM(A1)')]);
    const rows = rowsOf(bytes.toString()).slice(1);
    expect(rows.map((row) => row.at(-1)![0])).toEqual(["'", "'"]);
    expect(rows[0]).toContain('-81.3');
  });

  it('are all that the filter names, more than one slice of the store', async () => {
    const many = Array.from({ length: 1203 }, (_, n) => ({
      ...alert(n, 'x'),
      severity: n % 3 === 0 ? ('info' as const) : ('serious' as const),
    }));
    const { bytes } = await exported('alerts?severity=info', many);
    const ids = rowsOf(bytes.toString())
      .slice(1)
      .map(([id]) => id);
    expect(new Set(ids).size).toBe(401);
    expect(ids[0]).toBe('al-1200');
  });
});

describe('exported readings', () => {
  it('are the CSV of the contract, a missing value empty', async () => {
    const { bytes } = await exported('series?outlet=demo-wte-f1&from=2026-03-01&to=2026-03-02');
    expect(rowsOf(bytes.toString())).toEqual([
      ['time', 'outlet', 'factor', 'grain', 'stat', 'value', 'flag'],
      ['2026-03-01 00:00:00', 'demo-wte-f1', 'a21005', 'minute', 'avg', '41.2', 'N'],
      ['2026-03-01 00:01:00', 'demo-wte-f1', 'a21005', 'minute', 'avg', '', 'D'],
    ]);
  });

  it.each([
    ['outlet=nowhere&from=2026-03-01&to=2026-03-02', '/outlet'],
    ['outlet=demo-wte-f1&from=2026-03-02&to=2026-03-01', '/to'],
    ['outlet=demo-wte-f1&from=2020-03-02&to=2026-03-01', '/to'],
    ['outlet=demo-wte-f1&from=2026-03-01&to=2026-03-02&format=xls', '/format'],
  ])('are refused: %s', async (query, pointer) => {
    const { status, bytes } = await exported(`series?${query}`);
    expect([status, JSON.parse(bytes.toString()).errors[0].pointer]).toEqual([422, pointer]);
  });
});

describe('exported transmission rates', () => {
  const DAY = 'from=2026-03-01&to=2026-03-03';

  it('have a row a factor and one of all, with numerator, denominator, what left it and the target', async () => {
    const { headers, bytes } = await exported(`transmission?${DAY}`);
    expect(headers['content-disposition']).toContain('fluewatch-transmission-day-2026-03-');
    const [head, factor, all, ...more] = rowsOf(bytes.toString());
    expect(more).toEqual([]);
    const of = (row: string[], name: string) => row[head!.indexOf(name)];
    const told = ['排放口', '时段', '应传小时值', '停运不计小时', '收到小时值', '未收到', '有效小时值', '收到但无效'];
    expect(told.map((name) => of(factor!, name))).toEqual(['1 号炉', '2026-03-01', '22', '2', '20', '2', '18', '2']);
    const rates = ['传输率 %', '有效率 %', '有效传输率 %', '目标 %', '达到目标', '应传中被设备标记'];
    expect(rates.map((name) => of(factor!, name))).toEqual(['90.909091', '90', '81.818182', '90', '否', '1']);
    expect([of(factor!, '因子'), of(all!, '因子'), of(all!, '因子编码')]).toEqual(['一氧化碳', '合计', '']);
  });

  it('as Parquet are numbers under their keys', async () => {
    const { bytes } = await exported(`transmission?${DAY}&site=demo-wte&region=3301&format=parquet&lang=en`);
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    expect(rows).toMatchObject([
      { factorName: 'Carbon monoxide', due: 22, valid: 18, effective: 81.818182, reached: 'no', over: 'yes' },
      { factorName: 'all', factor: null },
    ]);
  });

  it.each([
    [`${DAY}&outlet=nowhere`, '/outlet'],
    [`${DAY}&site=nowhere`, '/site'],
    [`${DAY}&region=99`, '/region'],
    [`${DAY}&by=week`, '/by'],
    ['from=2026-03-03&to=2026-03-03', '/to'],
    ['from=2020-03-03&to=2026-03-03', '/to'],
  ])('are refused: %s', async (query, pointer) => {
    const { status, bytes } = await exported(`transmission?${query}`);
    expect([status, JSON.parse(bytes.toString()).errors[0].pointer]).toEqual([422, pointer]);
  });
});

describe('exported leads', () => {
  it('of an empty store are a head without rows', async () => {
    const { status, bytes } = await exported('leads?lang=en');
    expect(status).toBe(200);
    expect(rowsOf(bytes.toString())).toEqual([expect.arrayContaining(['lead', 'queue', 'site name', 'says'])]);
  });
});

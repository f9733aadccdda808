import { describe, expect, it } from 'vitest';
import { dayOf } from '../model/beijing.ts';
import type { ReportAsk } from './ports.ts';
import { bench, NOW } from './testing.ts';

async function asked(address: string) {
  const asks: ReportAsk[] = [];
  const { app } = await bench(
    {},
    {
      report: async (ask) => {
        asks.push(ask);
        return { name: 'fluewatch-daily-2026-03-02-厂/1', bytes: ask.format === 'pdf' ? Buffer.from('%PDF') : '<p>' };
      },
    },
  );
  const answer = await app.inject(`/api/v1/reports/${address}`);
  return { status: answer.statusCode, headers: answer.headers, body: answer.body, ask: asks[0] };
}

describe('reports', () => {
  it('of a day come as a page in Chinese unless said otherwise', async () => {
    const { status, headers, ask } = await asked('daily?date=2026-03-02');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers['content-disposition']).toBe('inline; filename="fluewatch-daily-2026-03-02-__1.html"');
    const from = dayOf(NOW) - 2;
    expect(ask).toEqual({
      kind: 'daily',
      days: { from, to: from + 1 },
      region: null,
      site: null,
      format: 'html',
      language: 'zh',
    });
  });

  it('of a month as a PDF in English, of a region or a site', async () => {
    const { headers, ask } = await asked('monthly?month=2026-02&format=pdf&lang=en&region=3301&site=demo-wte');
    expect(headers['content-type']).toBe('application/pdf');
    expect(headers['content-disposition']).toMatch(/^attachment; .*\.pdf"$/);
    expect(ask).toMatchObject({ kind: 'monthly', region: '3301', site: 'demo-wte', format: 'pdf', language: 'en' });
    expect(ask!.days.to - ask!.days.from).toBe(28);
  });

  it('of the day and the month that run are given as far as they are', async () => {
    expect((await asked('daily?date=2026-03-04')).status).toBe(200);
    expect((await asked('monthly?month=2026-03')).status).toBe(200);
  });

  it.each([
    ['daily?date=2026-03-05', '/date', 'out-of-range'],
    ['daily?date=2026-02-29', '/date', 'not-a-time'],
    ['daily?date=yesterday', '/date', 'not-a-time'],
    ['daily', '/date', 'missing'],
    ['monthly?month=2026-13', '/month', 'not-a-time'],
    ['monthly?month=2026-04', '/month', 'out-of-range'],
    ['monthly?month=2026-3', '/month', 'not-a-time'],
    ['daily?date=2026-03-02&region=44', '/region', 'unknown-id'],
    ['daily?date=2026-03-02&region=Hangzhou', '/region', 'out-of-range'],
    ['daily?date=2026-03-02&site=nowhere', '/site', 'unknown-id'],
    ['daily?date=2026-03-02&region=1302&site=demo-wte', '/site', 'unknown-id'],
    ['daily?date=2026-03-02&format=doc', '/format', 'unknown-word'],
    ['daily?date=2026-03-02&lang=fr', '/lang', 'unknown-word'],
    ['daily?date=2026-03-02&month=2026-03', '/month', 'unknown-key'],
  ])('are refused with the field and the reason: %s', async (address, pointer, code) => {
    const { status, body, ask } = await asked(address);
    expect([status, JSON.parse(body).errors[0], ask]).toEqual([
      422,
      expect.objectContaining({ pointer, code, message: expect.any(String) }),
      undefined,
    ]);
  });
});

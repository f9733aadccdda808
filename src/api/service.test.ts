import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MARCH, sampleEvent, temporaryFile } from '../store/samples.ts';
import { ask, bench, engine } from './testing.ts';

describe('health', () => {
  test('alive, and ready or not for reasons given', async () => {
    const { app } = await bench();
    expect((await ask(app, '/livez')).body).toBe('ok\n');
    expect((await ask(app, '/readyz')).body).toEqual({ ready: true, reasons: [] });
    const reasons = [{ zh: '正在恢复', en: 'catching up' }];
    const status = async () => ({ ...(await engine.status()), ready: false, reasons });
    const starting = await bench({}, { engine: { ...engine, status } });
    expect(await ask(starting.app, '/readyz')).toMatchObject({ status: 503, body: { ready: false, reasons } });
  });

  test('an engine that fails is a reason', async () => {
    const status = () => Promise.reject(new Error('gone'));
    const { app } = await bench({}, { engine: { ...engine, status } });
    expect(await ask(app, '/readyz')).toMatchObject({
      status: 503,
      body: { ready: false, reasons: [{ zh: '引擎没有应答' }] },
    });
    expect((await ask(app, '/livez')).status).toBe(200);
  });
});

describe('metrics', () => {
  test('say the totals of the process, each once and again on the next question', async () => {
    const { app } = await bench();
    await app.inject('/metrics');
    const { headers, body } = await ask(app, '/metrics');
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    const lines = (body as string).split('\n');
    for (const line of [
      'fluewatch_ingest_frames_total{proto="hj212",result="accepted"} 7',
      'fluewatch_ingest_lag_seconds 0.012',
      'fluewatch_point_last_seen_timestamp_seconds{outlet="demo-wte-f1"} 1772294400',
      'fluewatch_rule_eval_seconds{rule="wte-daily-mean"} 0.5',
      'fluewatch_rule_findings_total{rule="wte-daily-mean",severity="serious"} 3',
      'fluewatch_queue_depth{stage="journal"} 0',
      'fluewatch_late_records_total 2',
      'fluewatch_connection_state{id="gateways",direction="in",kind="mqtt",state="waiting"} 1',
      'fluewatch_connection_messages_total{id="gateways",direction="in",result="refused"} 1',
      'fluewatch_sse_clients 0',
      '# TYPE fluewatch_dropped_total counter',
      '# TYPE fluewatch_notify_total counter',
      '# TYPE fluewatch_chain_head_age_seconds gauge',
    ]) {
      expect(lines.filter((l) => l === line)).toEqual([line]);
    }
    expect(body).toContain('process_cpu_seconds_total');
  });
});

describe('the console', () => {
  const html = { accept: 'text/html,application/xhtml+xml' };

  test('not built yet says how to build it', async () => {
    const { app } = await bench();
    for (const url of ['/', '/alerts/al-1']) {
      const { statusCode, body } = await app.inject({ url, headers: html });
      expect(statusCode).toBe(200);
      expect(body).toContain('npm run build');
    }
  });

  test('built: its page for every address of its own, its assets for ever, and no other file', async () => {
    const consoleDir = join(temporaryFile('dist'), 'console');
    mkdirSync(join(consoleDir, 'assets'), { recursive: true });
    writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>console</title>');
    writeFileSync(join(consoleDir, 'assets', 'main-3f2a.js'), 'export {};');
    writeFileSync(join(consoleDir, '..', 'secret.txt'), 'secret');
    const { app } = await bench({ consoleDir });
    for (const url of ['/', '/alerts', '/leads/ld-1?tab=history']) {
      const { statusCode, body, headers } = await app.inject({ url, headers: html });
      expect([url, statusCode, body, headers['cache-control']]).toMatchObject([url, 200, /title>console/, 'no-cache']);
    }
    const asset = await app.inject('/assets/main-3f2a.js');
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'max-age=31536000, immutable']);
    const gone = await app.inject({ url: '/assets/main-0000.js', headers: { accept: '*/*' } });
    expect([gone.statusCode, gone.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
    for (const url of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..%5c..%5csecret.txt']) {
      expect((await app.inject({ url })).body).not.toContain('secret\n');
      expect((await app.inject({ url })).body).not.toBe('secret');
    }
    expect((await app.inject({ url: '/api/v1/nothing', headers: html })).statusCode).toBe(404);
    expect((await app.inject({ method: 'POST', url: '/alerts', headers: html })).statusCode).toBe(404);
  });
});

describe('every answer', () => {
  test('allows nothing from elsewhere and fits http in an office', async () => {
    const { app } = await bench();
    for (const url of ['/', '/api/v1/alerts', '/docs/', '/problems/internal']) {
      const { headers } = await app.inject({ url });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("style-src 'self' 'unsafe-inline'");
      expect(policy).not.toMatch(/https?:|unsafe-eval|script-src|upgrade-insecure/);
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('is compressed when it is long', async () => {
    const { app, commit } = await bench();
    commit({ alerts: Array.from({ length: 50 }, (_, i) => sampleEvent('raised', MARCH, { id: `al-${i}` })) });
    const plain = await app.inject('/api/v1/alerts');
    const packed = await app.inject({ url: '/api/v1/alerts', headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body);
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 5);
  });

  test('nothing is changed by a GET', async () => {
    const { app, commands } = await bench();
    for (const url of ['/api/v1/leads/ld-1:move', '/api/v1/devices/A1:adopt']) {
      expect((await app.inject(url)).statusCode).toBe(404);
    }
    expect(commands).toEqual([]);
  });
});

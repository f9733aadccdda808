import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ask, bench, resolve } from './testing.ts';

interface Operation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

/** Of `GET /…` and the like in the contract of the API. */
const PROMISED = [
  'GET /outlets/{id}/limits',
  'GET /overview',
  'GET /sites',
  'GET /sites/{id}',
  'GET /series',
  'GET /alerts',
  'GET /alerts/{id}',
  'GET /leads',
  'GET /leads/{id}',
  'POST /leads/{id}:move',
  'GET /marks',
  'POST /marks',
  'GET /marks/{id}',
  'GET /orders',
  'GET /orders/{id}',
  'POST /orders',
  'GET /complaints',
  'GET /complaints/{id}',
  'POST /complaints',
  'GET /enterprise',
  'GET /enterprise/marks',
  'POST /enterprise/marks',
  'GET /enterprise/alerts',
  'POST /enterprise/alerts/{id}:answer',
  'GET /sites/{id}/orders',
  'GET /devices',
  'GET /devices/{mn}/quarantine',
  'GET /devices/{mn}/requests',
  'POST /devices/{mn}/requests',
  'POST /devices/{mn}:adopt',
  'GET /connections',
  'GET /connections/preview',
  'GET /connections/{id}/dead-letters',
  'POST /connections/{id}/dead-letters/{n}:resend',
  'GET /deliveries',
  'GET /footage',
  'GET /footage/{id}/file',
  'POST /ingest',
  'GET /reports/daily',
  'GET /reports/monthly',
  'GET /rules',
  'GET /rules/{id}',
  'GET /rules/{id}/diff',
  'GET /rules/{id}/versions',
  'GET /rules/{id}/versions/{version}',
  'POST /rules/{id}:check',
  'POST /rules/{id}:retire',
  'PUT /rules/{id}',
  'GET /export/alerts',
  'GET /export/leads',
  'GET /export/series',
  'GET /export/transmission',
  'GET /stream',
];

async function described() {
  const { app } = await bench();
  const document: Document = (await app.inject('/openapi.json')).json();
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
  return { document, operations };
}

describe('the OpenAPI document', () => {
  test('is 3.1 and describes every route that was promised, and the service routes', async () => {
    const { document, operations } = await described();
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'fluewatch', version: expect.any(String) });
    const v1 = operations.map(([name]) => name).filter((name) => name.includes('/api/v1/'));
    expect(v1.map((name) => name.replace('/api/v1', '')).sort()).toEqual(PROMISED.toSorted());
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/livez', '/readyz', '/metrics', '/problems/{name}']),
    );
  });

  test('says under which licence, where, and that no credentials are asked for', async () => {
    const { document } = await described();
    expect(document).toMatchObject({
      info: { license: { identifier: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      security: [],
    });
  });

  test('each operation has a name of its own, a summary in both languages and described answers', async () => {
    const { operations } = await described();
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(operations.length);
    for (const [name, { operationId, tags, summary, responses }] of operations) {
      expect(operationId, name).toMatch(/^[a-z]\w+$/);
      expect(tags, name).toHaveLength(1);
      expect(summary, name).toMatch(/[一-鿿].* \/ [A-Z]/);
      expect(
        Object.keys(responses).some((status) => /^2\d\d$/.test(status)),
        name,
      ).toBe(true);
      for (const [status, { description, content }] of Object.entries(responses)) {
        expect(status).toMatch(/^[2-5]\d\d$/);
        expect(description, `${name} ${status}`).toEqual(expect.any(String));
        expect(Object.values(content ?? {}).length, `${name} ${status}`).toBeGreaterThan(0);
        if (Number(status) >= 400 && status !== '503')
          expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
      }
    }
  });

  test('each path parameter is declared, and nothing else is', async () => {
    const { operations } = await described();
    for (const [name, { parameters = [] }] of operations) {
      const inPath = parameters.filter((p) => p.in === 'path');
      expect(inPath.map((p) => p.name).sort(), name).toEqual([...name.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort());
      expect(
        inPath.every((p) => p.required),
        name,
      ).toBe(true);
      for (const parameter of parameters) expect(['path', 'query', 'header']).toContain(parameter.in);
    }
  });

  test('every reference leads somewhere, every named schema is used and reads as JSON Schema', async () => {
    const { document } = await described();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((m) => m[1]!);
    for (const reference of references) expect(resolve(document, reference), reference).toBeTypeOf('object');
    const used = new Set(references.map((reference) => reference.split('/').at(-1)));
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(used, name).toContain(name);
      const alone = JSON.parse(
        JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll(
          '#/components/schemas/',
          '#/$defs/',
        ),
      );
      expect(() => z.fromJSONSchema(alone), name).not.toThrow();
    }
  });

  test('parameters are explained where their name is not enough', async () => {
    const { document } = await described();
    const list = document.paths['/api/v1/alerts']!.get!;
    const from = list.parameters?.find((p) => p.name === 'from');
    expect(JSON.stringify(from)).toContain('北京时间');
  });

  test('/docs shows it with assets of our own', async () => {
    const { app } = await bench();
    const page = await app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((m) => m[1]!);
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(https?:)?\/\//);
      expect((await app.inject(new URL(asset, 'http://here/docs/').pathname)).statusCode, asset).toBe(200);
    }
  });
});

describe('whatever is asked', () => {
  const IDS = ['demo-wte', 'wte-daily-mean', 'al-1', '-', 'x', '%00', 'a%2Fb', '__proto__', '..%2f..'];
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '',
      '0',
      '-1',
      '1e999',
      'NaN',
      'null',
      '2026-03-01',
      '9999-12-31',
      '0000-01-01',
      'open',
      'info',
      '-start',
      'WyJtYXJrcyJd',
    ),
  );

  test('no GET answers 5xx, and every answer is as documented', async () => {
    const { app } = await bench();
    const { paths } = (await app.inject('/openapi.json')).json() as Document;
    const routes = Object.entries(paths)
      .filter(([path, methods]) => methods.get && path.startsWith('/api/') && !path.endsWith('/stream'))
      .map(([path, methods]) => ({
        path,
        keys: (methods.get!.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name),
      }));
    const request = fc.constantFrom(...routes).chain(({ path, keys }) =>
      fc.record({
        path: fc.constantFrom(...IDS).map((id) => path.replace(/\{\w+\}/, id)),
        query: fc.dictionary(
          fc.oneof({ weight: 9, arbitrary: fc.constantFrom('limit', ...keys) }, fc.string({ maxLength: 8 })),
          text,
          { maxKeys: 4 },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(request, async ({ path, query }) => {
        const params = new URLSearchParams(Object.entries(query).map(([k, v]) => [k.toWellFormed(), v.toWellFormed()]));
        const { status } = await ask(app, `${path}?${params}`);
        expect(status).toBeLessThan(500);
      }),
      { seed: 9457, numRuns: 600 },
    );
  });

  test('no body is answered with 5xx', async () => {
    const { app, commands } = await bench();
    const value = fc.oneof(text, fc.jsonValue());
    const body = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom('outlet', 'mark', 'start', 'end', 'factor', 'note', 'to', 'version', 'by', 'reason'),
        value,
      ),
    );
    const url = fc.constantFrom('/api/v1/marks', '/api/v1/leads/ld-1:move', '/api/v1/devices/A1:adopt');
    await fc.assert(
      fc.asyncProperty(url, body, async (url, payload) => {
        const headers = { 'content-type': 'application/json' };
        const { status } = await ask(app, { method: 'POST', url, headers, payload: JSON.stringify(payload) });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }),
      { seed: 9457, numRuns: 400 },
    );
    expect(commands).toEqual([]);
  });
});

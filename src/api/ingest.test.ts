import { describe, expect, test } from 'vitest';
import { type IngestBody, NotTaken } from './ports.ts';
import { ask, bench } from './testing.ts';

const URL = '/api/v1/ingest';
const JSON_TYPE = { 'content-type': 'application/json' };
const TAKEN = { readings: 1, records: null, unknown: [], faults: [], faultCount: 0 };

describe('a body of readings', () => {
  test.each([
    ['application/json', '', 'readings-json'],
    ['application/x-ndjson', '', 'readings-ndjson'],
    ['text/csv; charset=gbk', '', 'readings-csv'],
    ['application/octet-stream', '?mapping=hj212&subject=old.log', 'hj212'],
  ])('of type %s%s is handed on as it came, for the mapping %s', async (type, query, mapping) => {
    const taken: IngestBody[] = [];
    const ingest = async (body: IngestBody) => {
      taken.push(body);
      return TAKEN;
    };
    const { app } = await bench({}, { ingest });
    const payload = Buffer.from([1, 2, 255]);
    const answer = await ask(app, { method: 'POST', url: URL + query, payload, headers: { 'content-type': type } });
    expect(answer).toMatchObject({ status: 200, body: { v: 1, ...TAKEN } });
    const subject = query === '' ? '' : 'old.log';
    expect(taken).toEqual([{ peer: 'http 127.0.0.1', subject, bytes: payload, mapping }]);
  });

  test('that is too large is refused before it is read to the end', async () => {
    const { app } = await bench();
    const payload = Buffer.alloc(16 * 1024 * 1024 + 1, ' ');
    const answer = await ask(app, { method: 'POST', url: URL, payload, headers: JSON_TYPE });
    expect(answer).toMatchObject({ status: 413, body: { code: 'FW-A4130' } });
  });

  test('that the journal does not take is to be sent again later', async () => {
    const { app } = await bench({}, { ingest: () => Promise.reject(new NotTaken('disk full')) });
    const answer = await ask(app, { method: 'POST', url: URL, payload: '[]', headers: JSON_TYPE });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { code: 'FW-A5031' } });
  });

  test('waits its turn outside when very much is under way, and gets it when that is done', async () => {
    let finish: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begun = 0;
    const ingest = () => {
      begun++;
      return done.then(() => TAKEN);
    };
    const { app } = await bench({}, { ingest });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const post = (size: number) =>
      fetch(`http://127.0.0.1:${port}${URL}`, { method: 'POST', body: Buffer.alloc(size, ' '), headers: JSON_TYPE });
    const large = Array.from({ length: 4 }, () => post(16 * 1024 * 1024 - 1));
    await expect.poll(() => begun, { timeout: 10_000 }).toBe(4);
    expect((await post(1024)).status).toBe(503);
    finish();
    expect((await Promise.all(large)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await post(1024)).status).toBe(200);
  });
});

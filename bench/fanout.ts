import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AlertBook, type RuleTerms } from '../src/alerts/alert-book.ts';
import { StreamHub } from '../src/api/stream-hub.ts';
import { loadRuleFolder } from '../src/app/rule-folder.ts';
import { LeadBook } from '../src/leads/lead-book.ts';
import type { Finding } from '../src/model/alert.ts';
import { DAY_MS, HOUR_MS } from '../src/model/beijing.ts';
import { StoreReader } from '../src/store/reader.ts';
import { StoreWriter } from '../src/store/writer.ts';
import type { Figures } from './run.ts';
import { START } from './w1/workload.ts';

const ALERTS = 20_000;
const CLIENTS = 200;
const BATCH = 1000;

/**
 * 20 000 findings, each of its own, through alerts (episodes), leads, the store and the live stream to 200 clients of another
 * process: `alertsPerSecond` until the slowest client has heard of the last, `storedPerSecond` until all are stored. 500 sites; one
 * finding in ten is serious and opens or joins a lead.
 */
export async function run(): Promise<Figures> {
  const { rulebook } = await loadRuleFolder();
  const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-bench-'));
  const file = path.join(folder, 'store.db');
  const store = new StoreWriter(file);
  const views = new StoreReader(file);
  const hub = new StreamHub(views, () => Promise.reject(new Error('no overview in this bench')));
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    hub.add(answer, null);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const clients = fork(path.join(import.meta.dirname, 'fanout-clients.ts'), [
    String(port),
    String(CLIENTS),
    String(ALERTS),
  ]);
  try {
    await once(clients, 'message');
    const heard = once(clients, 'message');
    const alerts = new AlertBook();
    const leads = new LeadBook(rulebook.leads, (id) => ({ name: { zh: id, en: id }, keyPolluter: false }));
    const began = performance.now();
    for (let from = 0; from < ALERTS; from += BATCH) {
      const events = Array.from({ length: BATCH }, (_, k) => {
        const { terms, subject, finding } = found(from + k);
        return alerts.reconcile(terms, subject, { start: finding.from, end: finding.to }, [finding], finding.to);
      }).flat();
      const { put, drop } = alerts.takeChanges();
      const followed = leads.follow(events);
      store.commit({ position: from + 1, clock: START, alerts: events, leads: followed, findings: { put, drop } });
      hub.notify();
      await new Promise(setImmediate);
    }
    const stored = (performance.now() - began) / 1000;
    const [result] = (await heard) as [{ heard: number }];
    const seconds = (performance.now() - began) / 1000;
    return {
      alertsPerSecond: ALERTS / seconds,
      storedPerSecond: ALERTS / stored,
      clients: CLIENTS,
      messagesHeard: result.heard,
      messagesPerSecond: result.heard / seconds,
      leads: [...leads.all()].length,
    };
  } finally {
    clients.kill();
    hub.close();
    server.close();
    views.close();
    store.close();
    rmSync(folder, { recursive: true });
  }
}

const termsOf = (id: string): RuleTerms => ({
  id,
  kind: 'exceedance',
  settleMs: 36 * HOUR_MS,
  ladder: [],
  says: () => ({ zh: '小时均值超过限值', en: 'hour mean above the limit' }),
});
const [SERIOUS, INFO] = [termsOf('bench-serious'), termsOf('bench-info')];

/** The n-th finding: 20 outlet-hours on each of 1 000 outlets, apart from each other, so that each is an alert of its own. */
function found(n: number): { terms: RuleTerms; subject: { site: string; outlet: string }; finding: Finding } {
  const outlet = n % 1000;
  const from = START + DAY_MS * Math.floor(n / 1000);
  const serious = n % 10 === 0;
  const terms = serious ? SERIOUS : INFO;
  const subject = { site: `s${outlet >> 1}`, outlet: `o${outlet}` };
  const finding: Finding = {
    rule: terms.id,
    ruleVersion: '1',
    outlet: subject.outlet,
    factor: 'a21026',
    from,
    to: from + HOUR_MS,
    start: from,
    end: from + HOUR_MS,
    asOf: from + HOUR_MS,
    value: 120,
    limit: 100,
    unit: 'mg/m3',
    facts: {},
    severity: serious ? 'serious' : 'info',
    covers: [],
  };
  return { terms, subject, finding };
}

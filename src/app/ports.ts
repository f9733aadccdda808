import type { Logger } from 'pino';
import type { Commands, Measures, Ports } from '../api/ports.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { readSheet } from '../ingest/codecs/csv/sheet.ts';
import type { IngestCounters } from '../ingest/counters.ts';
import type { MessageDoor } from '../ingest/messages.ts';
import type { Journal } from '../journal/journal.ts';
import type { Connection } from '../model/connection.ts';
import type { Text } from '../model/text.ts';
import type { StoreReader } from '../store/reader.ts';
import { footagePort } from './footage.ts';
import { ingestPort } from './ingest-port.ts';
import type { LiveRules } from './live-rules.ts';
import { outputsPort } from './outputs.ts';
import type { Labels } from './questions.ts';
import type { Rate } from './rate.ts';
import type { ShardClient } from './shard-client.ts';

/** Labels are asked for with nearly every request; they change with an adoption or a new factor only. */
const LABELS_FOR_MS = 3000;

/** The clock of this machine may be so far behind the journal before it is told. */
const CLOCK_BEHIND_MS = 60_000;

export interface Parts {
  shard: ShardClient;
  views: StoreReader;
  journal: Journal;
  /** of frames on connections of their own */
  counters: IngestCounters;
  /** of messages of other systems, by record */
  messageCounters: IngestCounters;
  connections(): readonly Connection[];
  messages: MessageDoor;
  /** folder of pictures and clips */
  footage: string;
  /** ids of the mappings there are */
  mappings(): readonly string[];
  rate: Rate;
  catalogue: Catalogue;
  rules: LiveRules;
  requests: Ports['requests'];
  enterpriseOf: Ports['enterpriseOf'];
  report: Ports['report'];
  command<K extends keyof Commands>(kind: K, ...bodies: Commands[K][]): Promise<void>;
  log: Logger;
}

/** What the API needs, answered by the parts of this process. */
export function ports(parts: Parts): Ports {
  const { shard, views, journal, rate, catalogue, rules, requests, command, log } = parts;
  const demonstration = catalogue.sites.some((site) => site.demonstration);
  let labels: { at: number; value: Promise<Labels> } | undefined;
  return {
    views,
    engine: {
      site: (id) => shard.ask('site', id),
      sites: () => shard.ask('sites', undefined),
      orders: (id) => shard.ask('orders', id),
      places: () => shard.ask('places', undefined),
      enterprise: (sites) => shard.ask('enterprise', { sites, now: Date.now() }),
      handling: () => shard.ask('handling', undefined),
      series: (query) => shard.ask('series', query),
      limits: (query) => shard.ask('limits', query),
      records: (query) => shard.ask('records', query),
      transmission: (query) => shard.ask('transmission', query),
      explain: async (id) => {
        const stored = views.alert(id);
        return stored && shard.ask('explain', stored);
      },
      rules: () => shard.ask('rules', undefined),
      rule: (id) => shard.ask('rule', id),
      async status() {
        const now = Date.now();
        const { outlets } = await shard.ask('status', undefined);
        const { at } = journal.head();
        const journalAgeMs = at === 0 ? null : now - at;
        const reasons = troubles(parts, now);
        return {
          ready: journal.refused === null && shard.refused === null,
          reasons,
          readingsPerSecond: rate.at(now),
          journalAgeMs,
          demonstration,
          outlets,
        };
      },
      names() {
        if (!labels || Date.now() - labels.at > LABELS_FOR_MS) {
          labels = { at: Date.now(), value: shard.ask('labels', undefined) };
        }
        return labels.value;
      },
    },
    rules,
    requests,
    enterpriseOf: parts.enterpriseOf,
    report: parts.report,
    command,
    readSheet,
    connections: () => parts.connections().map((one) => one.status()),
    outputs: outputsPort(() => parts.connections(), views),
    footage: footagePort(() => parts.connections(), views, parts.footage),
    ingest: ingestPort(parts.messages, shard),
    mappings: () => parts.mappings(),
    metrics: () => measures(parts),
    now: Date.now,
    log,
  };
}

/** What is wrong with the machine that this runs on; all of it goes on by itself once it is mended. */
function troubles({ shard, journal }: Pick<Parts, 'shard' | 'journal'>, now: number): Text[] {
  const reasons: Text[] = [];
  if (journal.refused !== null) {
    reasons.push({
      zh: `接收日志写不进去（${journal.refused}）：不再应答数据，设备会重发；请腾出磁盘空间，恢复后自动继续`,
      en: `The journal takes nothing (${journal.refused}): data are not answered and devices send again. Make room on the disk; it goes on by itself`,
    });
  }
  if (shard.refused !== null) {
    reasons.push({
      zh: `报警与线索写不进去（${shard.refused}）：数据照收，判断停在此前；请腾出磁盘空间，恢复后自动补判`,
      en: `Alerts and leads cannot be written (${shard.refused}): data are taken, judging waits. Make room on the disk; it catches up by itself`,
    });
  }
  const behind = journal.head().at - now;
  if (behind > CLOCK_BEHIND_MS) {
    const minutes = Math.round(behind / 60_000);
    reasons.push({
      zh: `本机时钟比已收到的最后一批数据慢 ${minutes} 分钟：时钟曾经走快或被拨回；请核对 NTP。数据照收照判，期间到达时间记为最后一批的时间`,
      en: `The clock of this machine is ${minutes} min behind what it received last: it was fast, or was set back. Check NTP. Data are taken and judged; until then they count as arrived with the last`,
    });
  }
  return reasons;
}

function measures({ shard, journal, counters, messageCounters, rules, connections }: Parts): Measures {
  const head = journal.head();
  return {
    frames: [...counted('tcp', counters), ...counted('message', messageCounters)],
    lagSeconds: null,
    lastSeen: [],
    ruleSeconds: [],
    findings: [],
    queues: [
      { stage: 'shard', depth: head.seq - shard.position },
      { stage: 'rejudge', depth: shard.behind },
    ],
    ruleProblems: rules.state.problems.length,
    dropped: [{ stage: 'journal', reason: 'not-kept', count: counters.notKept + messageCounters.notKept }],
    lateRecords: 0,
    notifications: [],
    connections: connections().map((one) => one.status()),
    chainHeadAgeSeconds: head.at === 0 ? null : (Date.now() - head.at) / 1000,
  };
}

function counted(proto: string, { admitted, unknown, rejected }: IngestCounters) {
  return [
    { proto, result: 'admitted', count: admitted },
    { proto, result: 'unknown', count: unknown },
    ...Object.entries(rejected).map(([result, count]) => ({ proto, result, count })),
  ];
}

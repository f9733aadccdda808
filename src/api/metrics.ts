import { Counter, type CounterConfiguration, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Resource } from './api.ts';
import type { Measures, Ports } from './ports.ts';
import { textOf } from './schemas/shape.ts';
import type { StreamHub } from './stream-hub.ts';

type Sample = readonly [labels: Record<string, string>, value: number];

interface Family {
  type: 'counter' | 'gauge';
  name: string;
  help: string;
  labels: readonly string[];
  samples: (measures: Measures) => readonly Sample[];
}

/** A value without labels; nothing where there is none. */
const single = (value: number | null): readonly Sample[] => (value === null ? [] : [[{}, value]]);

const FAMILIES: readonly Family[] = [
  {
    type: 'counter',
    name: 'fluewatch_ingest_frames_total',
    help: 'Inputs received, by protocol and by what became of them',
    labels: ['proto', 'result'],
    samples: (m) => m.frames.map(({ proto, result, count }) => [{ proto, result }, count]),
  },
  {
    type: 'gauge',
    name: 'fluewatch_ingest_lag_seconds',
    help: 'From arrival to applied',
    labels: [],
    samples: (m) => single(m.lagSeconds),
  },
  {
    type: 'gauge',
    name: 'fluewatch_point_last_seen_timestamp_seconds',
    help: 'When an outlet was last heard, Unix time',
    labels: ['outlet'],
    samples: (m) => m.lastSeen.map(({ outlet, seconds }) => [{ outlet }, seconds]),
  },
  {
    type: 'counter',
    name: 'fluewatch_rule_eval_seconds',
    help: 'Time spent judging by a rule',
    labels: ['rule'],
    samples: (m) => m.ruleSeconds.map(({ rule, seconds }) => [{ rule }, seconds]),
  },
  {
    type: 'counter',
    name: 'fluewatch_rule_findings_total',
    help: 'Findings made, by rule and severity',
    labels: ['rule', 'severity'],
    samples: (m) => m.findings.map(({ rule, severity, count }) => [{ rule, severity }, count]),
  },
  {
    type: 'gauge',
    name: 'fluewatch_queue_depth',
    help: 'What waits at a stage',
    labels: ['stage'],
    samples: (m) => m.queues.map(({ stage, depth }) => [{ stage }, depth]),
  },
  {
    type: 'gauge',
    name: 'fluewatch_rules_problems',
    help: 'Problems of rule files that were refused; while there are any, the last good rules stay in force',
    labels: [],
    samples: (m) => single(m.ruleProblems),
  },
  {
    type: 'counter',
    name: 'fluewatch_dropped_total',
    help: 'What was dropped; must stay 0',
    labels: ['stage', 'reason'],
    samples: (m) => m.dropped.map(({ stage, reason, count }) => [{ stage, reason }, count]),
  },
  {
    type: 'counter',
    name: 'fluewatch_late_records_total',
    help: 'Readings that arrived after their window was judged',
    labels: [],
    samples: (m) => single(m.lateRecords),
  },
  {
    type: 'counter',
    name: 'fluewatch_notify_total',
    help: 'Notifications, by channel and outcome',
    labels: ['channel', 'status'],
    samples: (m) => m.notifications.map(({ channel, status, count }) => [{ channel, status }, count]),
  },
  {
    type: 'gauge',
    name: 'fluewatch_connection_state',
    help: 'How a connection to another system stands: 1 at its present state',
    labels: ['id', 'direction', 'kind', 'state'],
    samples: (m) => m.connections.map(({ id, direction, kind, state }) => [{ id, direction, kind, state }, 1]),
  },
  {
    type: 'counter',
    name: 'fluewatch_connection_messages_total',
    help: 'Messages of a connection, by what became of them',
    labels: ['id', 'direction', 'result'],
    samples: (m) =>
      m.connections.flatMap(({ id, direction, done, refused }): Sample[] => [
        [{ id, direction, result: 'done' }, done],
        [{ id, direction, result: 'refused' }, refused],
      ]),
  },
  {
    type: 'gauge',
    name: 'fluewatch_connection_waiting',
    help: 'What waits for the system at the other end',
    labels: ['id'],
    samples: (m) => m.connections.flatMap(({ id, waiting }): Sample[] => (waiting === null ? [] : [[{ id }, waiting]])),
  },
  {
    type: 'gauge',
    name: 'fluewatch_chain_head_age_seconds',
    help: 'Since the last batch of the journal',
    labels: [],
    samples: (m) => single(m.chainHeadAgeSeconds),
  },
];

/** Prometheus text. The counting is done where things happen; here the totals are only said. */
export const metrics: Resource = async (app, { ports, hub }) => {
  const registry = registryOf(ports, hub);
  app.addHook('onClose', async () => registry.clear());
  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'metrics',
        tags: ['service'],
        summary: '运行指标 / Metrics for Prometheus',
        response: { 200: textOf('text/plain', 'Prometheus text format') },
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
};

function registryOf(ports: Ports, hub: StreamHub): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'fluewatch_sse_clients',
    help: 'Clients of the live stream',
    registers: [registry],
    collect() {
      this.set(hub.clients);
    },
  });
  // Metrics collect side by side: one question for all of them.
  let asked: Promise<Measures> | undefined;
  const measures = () => {
    asked ??= Promise.resolve(ports.metrics()).finally(() => {
      asked = undefined;
    });
    return asked;
  };
  for (const { type, name, help, labels, samples } of FAMILIES) {
    const common: CounterConfiguration<string> = { name, help, labelNames: labels, registers: [registry] };
    if (type === 'counter') {
      new Counter({
        ...common,
        async collect() {
          const now = samples(await measures());
          this.reset();
          for (const [labels, value] of now) this.inc(labels, value);
        },
      });
    } else {
      new Gauge({
        ...common,
        async collect() {
          const now = samples(await measures());
          this.reset();
          for (const [labels, value] of now) this.set(labels, value);
        },
      });
    }
  }
  return registry;
}

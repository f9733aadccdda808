import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApi, buildEnterpriseDoor } from '../api/api.ts';
import { type Commands, NotTaken } from '../api/ports.ts';
import type { TextFile } from '../catalogue/load.ts';
import { ConfigError, problemText } from '../config/strict-yaml.ts';
import { Conversation } from '../ingest/conversation.ts';
import { newCounters } from '../ingest/counters.ts';
import { Gate } from '../ingest/gate.ts';
import { LIMITS } from '../ingest/limits.ts';
import { MappedDoor } from '../ingest/mapped-door.ts';
import type { MessageDoor } from '../ingest/messages.ts';
import { Quarantine } from '../ingest/quarantine.ts';
import { openTcpGateway, type TcpGateway } from '../ingest/transports/tcp/gateway.ts';
import { type Journal, JournalError } from '../journal/journal.ts';
import { openJournal } from '../journal/sqlite.ts';
import type { Connection } from '../model/connection.ts';
import type { Entry } from '../model/entry.ts';
import { StoreReader } from '../store/reader.ts';
import { type Command, mappingEntry, type RulesCommand, writeCommand } from './command.ts';
import { devicesSettings, entrancesOf, openConnections, reportSettings } from './connections.ts';
import { DeviceRequests } from './devices/device-requests.ts';
import { FOOTAGE_FOLDER } from './footage.ts';
import { LiveMappings } from './live-mappings.ts';
import { LiveRules } from './live-rules.ts';
import { ports } from './ports.ts';
import { Rate } from './rate.ts';
import { KnownSenders } from './registry.ts';
import { reportPort } from './reports/port.ts';
import { isInForce, loadDetectors, readTexts } from './rule-folder.ts';
import { RuleLibrary } from './rule-library.ts';
import { watchFolder } from './rules-watch.ts';
import { ShardClient } from './shard-client.ts';

/** The journal's clock goes on at least this often when nothing arrives. */
const TICK_MS = 10_000;

export interface ServeOptions {
  http: { host: string; port: number };
  /** a door of its own for enterprises; absent: they come in by http */
  enterprise?: { host: string; port: number } | undefined;
  tcp: { host: string; port: number };
  /** folder of the journal and the store */
  data: string;
  catalogue: readonly TextFile[];
  /** rules folder */
  rules: string;
  /** `connections.yaml`; absent: nothing but devices and the API */
  connections?: TextFile | undefined;
  /** folder of the mappings; absent: none but those that every installation has */
  mappings?: string;
  /** wipe the data first: a demonstration begins anew each time */
  fresh: boolean;
  log: Logger;
}

export interface Running {
  api: FastifyInstance;
  /** the door for enterprises */
  enterprise: FastifyInstance | undefined;
  gateway: TcpGateway;
  /** where messages of other systems come in */
  messages: MessageDoor;
  command<K extends keyof Commands>(kind: K, ...bodies: Commands[K][]): Promise<void>;
  /** resolves when everything that is durable now has been judged and stored */
  settled(): Promise<void>;
  /** rejects when a part died that the whole cannot do without */
  failed: Promise<never>;
  close(): Promise<void>;
}

/** Introduces everything to each other: front door, journal, shard, views and API of one process. */
export async function serve(options: ServeOptions): Promise<Running> {
  const { data, log } = options;
  if (options.fresh) rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const file = (name: string) => path.join(data, name);
  const folder = new Map([...readTexts(options.rules)].filter(([name]) => isInForce(name)));
  const library = new RuleLibrary(await loadDetectors(), options.catalogue);
  const mappings = new LiveMappings({ folder: options.mappings, connections: options.connections, log });
  const wrong = wrongWith(() => library.load(folder));
  if (wrong && !existsSync(file('views.db'))) throw wrong;
  const journal = await openJournal(file('journal.db'));

  const rate = new Rate();
  let committed: () => void = () => {};
  let rulesChanged: () => void = () => {};
  let storeRefused: string | null = null;
  const shard = new ShardClient(
    {
      journal: file('journal.db'),
      store: file('views.db'),
      rules: folder,
      catalogue: [...options.catalogue],
    },
    ({ readings, refused }) => {
      rate.sample(Date.now(), readings);
      if (refused !== null && storeRefused === null) log.error({ why: refused }, 'alerts and leads cannot be written');
      if (refused === null && storeRefused !== null) log.info('alerts and leads are written again');
      storeRefused = refused;
      committed();
    },
  );
  const stopFollowing = journal.follow(journal.head().seq + 1, ({ seq }) => shard.grown(seq));
  await shard.ready().catch((error) => {
    throw wrong ?? error;
  });
  await shard.applied(journal.head().seq);
  const views = new StoreReader(file('views.db'));

  const { catalogue, rulebook } = library.loadFirst([...(views.rulesInForce() ? [views.rulesInForce()!] : []), folder]);
  const keepCommand = async (said: Command) => {
    const entry: Entry = { kind: 'command', at: Date.now(), meta: '', bytes: writeCommand(said) };
    await shard.applied(await journal.append([entry]));
  };
  const rules = new LiveRules({
    folder: options.rules,
    shard,
    views,
    put: (said: RulesCommand) => keepCommand(said),
    changed: () => {
      const { edit, problems } = rules.state;
      if (problems.length === 0) log.info({ edit }, 'these rules are in force');
      else log.warn({ edit, problems: problems.map((p) => problemText(p, 'en')) }, 'rule files are refused');
      rulesChanged();
    },
  });
  await rules.look();

  const enterpriseOf = entrancesOf(
    options.connections,
    catalogue.sites.map(({ id }) => id),
  );
  const registry = new KnownSenders(catalogue);
  for (const { mn, outlet } of known(views)) registry.adopt(mn, outlet);
  const requests = new DeviceRequests({
    settings: devicesSettings(options.connections),
    registry,
    left: views.openRequests(),
    devices: () => known(views),
    gaps: (query) => shard.ask('gaps', query),
    keep: (request) => keepCommand({ kind: 'request', request }),
    failed: (error) => log.error({ err: error }, 'a request to a device could not be followed'),
  });
  const counters = newCounters();
  const door = {
    gate: new Gate(registry, LIMITS),
    quarantine: new Quarantine(LIMITS),
    inbox: { put: (entries: readonly Entry[]) => journal.append(entries) },
    counters,
    ear: requests.desk,
    now: Date.now,
  };
  const messageCounters = newCounters();
  const messages = new MappedDoor({
    door: { ...door, counters: messageCounters },
    limits: LIMITS,
    mappings: mappings.all,
    isOutlet: (id) => registry.isOutlet(id),
    journaled: (hash) => views.text(hash) !== undefined,
    entryOf: mappingEntry,
  });
  mappings.changed = (all) => messages.follow(all);
  const command = async <K extends keyof Commands>(kind: K, ...bodies: Commands[K][]): Promise<void> => {
    if (kind === 'adopt') for (const { mn, outlet } of bodies as Commands['adopt'][]) registry.adopt(mn, outlet);
    const seq = await journal.append(bodies.map((body) => entryOf(kind, body))).catch((error: unknown) => {
      throw error instanceof JournalError ? new NotTaken(error.message) : error;
    });
    await shard.applied(seq);
  };
  let connections: readonly Connection[] = [];
  const parts = {
    shard,
    views,
    journal,
    counters,
    messages,
    messageCounters,
    rate,
    catalogue,
    rules,
    requests,
    enterpriseOf,
    report: reportPort((...asked) => shard.ask(...asked), views, reportSettings(options.connections)),
    command,
    log,
  };
  const files = { mappings: () => mappings.ids, connections: () => connections, footage: file(FOOTAGE_FOLDER) };
  const answers = ports({ ...parts, ...files });
  const consoleDir = path.join(import.meta.dirname, '../../dist/console');
  const api = await buildApi(answers, { consoleDir });
  const enterprise = options.enterprise && (await buildEnterpriseDoor(answers, { consoleDir }));
  committed = () => api.notify();
  rulesChanged = () => api.tellOfRules();
  const look = () =>
    rules.look().catch((error: Error) => log.error({ err: error }, 'the rules folder is not followed'));
  const stopWatching = [watchFolder(options.rules, look, log)];
  if (options.mappings !== undefined) stopWatching.push(watchFolder(options.mappings, () => mappings.look(), log));
  await api.listen(options.http);
  await enterprise?.listen(options.enterprise!);
  const gateway = await openTcpGateway({
    ...options.tcp,
    limits: LIMITS,
    counters,
    listenTo: (peer) => new Conversation(door, peer),
  });
  connections = await openConnections(
    options.connections,
    { door: messages, log },
    {
      views: file('views.db'),
      data: file('outputs'),
      log,
      readDay: (outlet, day) => shard.ask('day', { outlet, day }),
      places: () => shard.ask('places', undefined),
      isWorkingDay: (day) => rulebook.calendar.isWorkingDay(day),
      footage: file(FOOTAGE_FOLDER),
      keepFootage: async (footage) => {
        const bytes = writeCommand({ kind: 'footage', footage });
        await journal.append([{ kind: 'command', at: Date.now(), meta: '', bytes }]);
      },
    },
  );
  const closeThose = (way: 'in' | 'out') =>
    Promise.all(connections.filter((one) => one.status().direction === way).map((one) => one.close()));
  const ticking = setInterval(() => tick(journal, log), TICK_MS);
  return {
    api,
    enterprise,
    gateway,
    messages,
    command,
    settled: () => shard.applied(journal.head().seq),
    failed: shard.failed,
    async close() {
      clearInterval(ticking);
      requests.close();
      for (const stop of stopWatching) await stop();
      await closeThose('in');
      await gateway.close();
      await api.close();
      await enterprise?.close();
      stopFollowing();
      await shard.applied(journal.head().seq);
      await closeThose('out');
      await shard.close();
      views.close();
      await journal.close();
    },
  };
}

function wrongWith(load: () => unknown): ConfigError | undefined {
  try {
    load();
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

function entryOf<K extends keyof Commands>(kind: K, body: Commands[K]): Entry {
  const at = Date.now();
  if (kind === 'mark') return { kind: 'mark', at, meta: '', bytes: new TextEncoder().encode(JSON.stringify(body)) };
  const said = kind === 'order' || kind === 'complaint' || kind === 'answer' ? { [kind]: body } : (body as object);
  return { kind: 'command', at, meta: '', bytes: writeCommand({ kind, ...said } as Command) };
}

function tick(journal: Journal, log: Logger): void {
  const at = Date.now();
  if (at - journal.head().at < TICK_MS) return;
  journal.append([{ kind: 'tick', at, meta: '', bytes: new Uint8Array() }]).catch((error: Error) => {
    log.error({ err: error }, 'the journal takes nothing');
  });
}

/** Senders that belong to an outlet. */
function* known(views: StoreReader) {
  for (let after = null; ; ) {
    const slice = views.devices(after, 500);
    for (const { outlet, ...device } of slice.items) if (outlet !== null) yield { ...device, outlet };
    if (slice.next === null) return;
    after = slice.next as never;
  }
}

import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { alerts } from './alerts.ts';
import { complaints } from './complaints.ts';
import { connections } from './connections.ts';
import { consolePages } from './console.ts';
import { devices } from './devices.ts';
import { enterprise } from './enterprise.ts';
import { exports } from './exports.ts';
import { footage } from './footage.ts';
import { health } from './health.ts';
import { ingest } from './ingest.ts';
import { leads } from './leads.ts';
import { limits } from './limits.ts';
import { marks } from './marks.ts';
import { metrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { orders } from './orders.ts';
import { overview, overviewOf } from './overview.ts';
import type { Ports } from './ports.ts';
import { problemPages } from './problem-pages.ts';
import { answerProblems, refuse } from './refuse.ts';
import { reports } from './reports.ts';
import { requests } from './requests.ts';
import { rules } from './rules.ts';
import { series } from './series.ts';
import { sites } from './sites.ts';
import { stream } from './stream.ts';
import { type HubLimits, StreamHub } from './stream-hub.ts';
import { checkBySchemas } from './validate.ts';

export interface ApiOptions {
  /** where `npm run build` put the console */
  consoleDir: string;
  /** bounds of the live stream that differ from the usual */
  stream?: Partial<HubLimits>;
}

/** What every resource is given. */
export interface Given extends ApiOptions {
  ports: Ports;
  hub: StreamHub;
}

export type Resource = FastifyPluginAsyncZod<Given>;

declare module 'fastify' {
  interface FastifyInstance {
    /** To be called after each commit of the engine: the live stream tells what is new. */
    notify(): void;
    /** To be called when other rules are in force, or files of the rules folder were refused. */
    tellOfRules(): void;
  }
}

const BODY_LIMIT = 64 * 1024;

const V1: readonly Resource[] = [
  overview,
  sites,
  limits,
  series,
  alerts,
  leads,
  marks,
  orders,
  complaints,
  enterprise,
  devices,
  ingest,
  requests,
  connections,
  footage,
  rules,
  exports,
  reports,
  stream,
];
const SERVICE: readonly Resource[] = [health, metrics, ingest, problemPages, consolePages];

/** The whole web side, not yet listening: the API, its description, the service routes and the console. */
export async function buildApi(ports: Ports, options: ApiOptions): Promise<FastifyInstance> {
  const app = await webApp(ports);
  const hub = new StreamHub(ports.views, () => overviewOf(ports), options.stream);
  app.decorate('notify', () => hub.notify());
  app.decorate('tellOfRules', () => {
    const { edit, problems } = ports.rules.state;
    hub.tell('rules', { edit, problems: problems.length });
  });
  app.addHook('preClose', async () => hub.close());

  await describeApi(app);
  const given: Given = { ...options, ports, hub };
  for (const resource of V1) await app.register(resource, { ...given, prefix: '/api/v1' });
  for (const resource of SERVICE) await app.register(resource, given);
  return app;
}

/**
 * A door for enterprises alone: their page and what it asks, every answer behind a token, and nothing else of the API. So
 * it can be opened to a network to which the rest, which asks for no credentials, must stay closed.
 */
export async function buildEnterpriseDoor(ports: Ports, options: ApiOptions): Promise<FastifyInstance> {
  const app = await webApp(ports);
  const given: Given = { ...options, ports, hub: undefined as never };
  app.get('/', (_request, reply) => reply.redirect('/enterprise'));
  await app.register(enterprise, { ...given, prefix: '/api/v1' });
  await app.register(problemPages, given);
  await app.register(consolePages, given);
  return app;
}

/** What every door has: how input is read, how errors are told, and which headers keep a browser safe. */
async function webApp(ports: Ports): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: ports.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refuse,
  });
  checkBySchemas(app);
  answerProblems(app);
  await app.register(helmet, SECURITY);
  await app.register(compress, { globalDecompression: false, encodings: ['gzip'], threshold: 1024 });
  return app;
}

/** Everything from here, nothing from elsewhere. Ant Design writes its styles at run time; http is usual in offices. */
const SECURITY = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
};

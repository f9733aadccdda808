import type { Logger } from 'pino';
import { z } from 'zod';
import type { Ports } from '../api/ports.ts';
import type { TextFile } from '../catalogue/load.ts';
import { ConfigError, type Path, type Problem, readYaml, unknownName } from '../config/strict-yaml.ts';
import type { MessageDoor } from '../ingest/messages.ts';
import { kafkaInputSchema } from '../ingest/transports/kafka/settings.ts';
import { mqttInputSchema } from '../ingest/transports/mqtt/settings.ts';
import { mqttBrokerSchema } from '../ingest/transports/mqtt-broker/settings.ts';
import type { Connection } from '../model/connection.ts';
import type { DaySeries } from '../model/day-series.ts';
import type { Footage } from '../model/footage.ts';
import type { Place } from '../model/place.ts';
import { influxdbSettings } from '../sinks/influxdb/settings.ts';
import { kafkaOutputSchema } from '../sinks/kafka/settings.ts';
import { mqttOutputSchema } from '../sinks/mqtt/settings.ts';
import { NOTICE_KINDS, type NoticeSettings } from '../sinks/notices/kinds.ts';
import { openNotices } from '../sinks/notices/open.ts';
import { personSchema, rosterSchema } from '../sinks/notices/roster.ts';
import { type DutyBook, dutyOf, dutyProblems } from '../sinks/notices/rosters.ts';
import { videoSettings } from '../sinks/video/settings.ts';
import { type DevicesSettings, devicesSchema } from './devices/settings.ts';
import { enterpriseProblems, enterpriseSchema, entrances } from './enterprises.ts';
import { type ReportSettings, reportSchema } from './reports/settings.ts';

/** What an input is given beside its settings. */
export interface InputGround {
  door: MessageDoor;
  log: Logger;
}

/** What an output is given beside its settings. */
export interface OutputGround {
  /** file of the views, read by a reader of its own */
  views: string;
  /** folder in which an output keeps how far it has come */
  data: string;
  /** a day of an outlet as it stands now, from the engine; undefined for an outlet that it does not know */
  readDay(outlet: string, day: number): Promise<DaySeries | undefined>;
  /** sites by id, as the engine knows them now */
  places(): Promise<Readonly<Record<string, Place>>>;
  isWorkingDay(day: number): boolean;
  /** folder of pictures and clips */
  footage: string;
  /** journals what became of a bookmarked span */
  keepFootage(footage: Footage): Promise<void>;
  dutyBook: DutyBook;
  log: Logger;
}

/**
 * The kinds of connection, each with its settings and the way to open it; its library is loaded only where a
 * connection of that kind is configured. `open` returns at once: what cannot connect says so in its status.
 */
interface Kind<S extends z.ZodType, G> {
  settings: S;
  open(settings: z.output<S>, ground: G): Promise<Connection>;
}

// biome-ignore lint/suspicious/noExplicitAny: the settings of each kind are its own
const INPUTS: Record<string, Kind<any, InputGround>> = {
  mqtt: {
    settings: mqttInputSchema,
    open: async (settings, { door, log }) => {
      const { MqttInput } = await import('../ingest/transports/mqtt/input.ts');
      return new MqttInput(settings, door, log);
    },
  },
  'mqtt-broker': {
    settings: mqttBrokerSchema,
    open: async (settings, { door, log }) => {
      const { MqttBrokerInput } = await import('../ingest/transports/mqtt-broker/input.ts');
      return new MqttBrokerInput(settings, door, log);
    },
  },
  kafka: {
    settings: kafkaInputSchema,
    open: async (settings, { door, log }) => {
      const { KafkaInput } = await import('../ingest/transports/kafka/input.ts');
      return new KafkaInput(settings, door, log);
    },
  },
};
// biome-ignore lint/suspicious/noExplicitAny: the settings of each kind are its own
const OUTPUTS: Record<string, Kind<any, OutputGround>> = {
  influxdb: {
    settings: influxdbSettings,
    open: async (settings, ground) => {
      const { openInfluxdb } = await import('../sinks/influxdb/open.ts');
      return openInfluxdb(settings, ground);
    },
  },
  kafka: {
    settings: kafkaOutputSchema,
    open: async (settings, ground) => {
      const { openKafkaOutput } = await import('../sinks/kafka/open.ts');
      return openKafkaOutput(settings, ground);
    },
  },
  mqtt: {
    settings: mqttOutputSchema,
    open: async (settings, ground) => {
      const { openMqttOutput } = await import('../sinks/mqtt/open.ts');
      return openMqttOutput(settings, ground);
    },
  },
  video: {
    settings: videoSettings,
    open: async (settings, ground) => {
      const { openVideo } = await import('../sinks/video/open.ts');
      return openVideo(settings, ground);
    },
  },
  ...Object.fromEntries(
    Object.entries(NOTICE_KINDS).map(
      ([kind, { settings }]): [string, Kind<z.ZodType<NoticeSettings>, OutputGround>] => [
        kind,
        {
          settings,
          open: (given, { dutyBook, isWorkingDay, ...ground }) =>
            openNotices(given, { ...ground, duty: dutyOf(given, dutyBook, isWorkingDay) }),
        },
      ],
    ),
  ),
};

const oneOf = (kinds: Record<string, Kind<z.ZodType, never>>) => {
  const [first, ...more] = Object.values(kinds).map(
    ({ settings }) => settings as unknown as z.core.$ZodTypeDiscriminable,
  );
  return first ? z.discriminatedUnion('kind', [first, ...more]) : z.never();
};

/** `connections.yaml`: the systems that data come from and go to. Every entry has an `id` and a `kind`. */
export const connectionsSchema = z.strictObject({
  inputs: z.array(oneOf(INPUTS)).default([]).describe('数据来源 / where data come from'),
  outputs: z.array(oneOf(OUTPUTS)).default([]).describe('数据去向 / where data go to'),
  people: z.array(personSchema).default([]).describe('人员 / people'),
  rosters: z.array(rosterSchema).default([]).describe('值班表 / rosters'),
  devices: devicesSchema.describe('向设备发出的请求 / what is asked of devices'),
  report: reportSchema,
  enterprises: z.array(enterpriseSchema).default([]).describe('企业端的口令 / who may use the page for enterprises'),
});

interface Entry {
  id: string;
  kind: string;
}

/** What is asked of devices: as `connections.yaml` says, else as is usual. @throws ConfigError */
export const devicesSettings = (file: TextFile | undefined): DevicesSettings => settingsOf(file).devices;

/** What reports say about their maker. @throws ConfigError */
export const reportSettings = (file: TextFile | undefined): ReportSettings => settingsOf(file).report;

/**
 * Whom a token lets in, and to which sites.
 * @param sites ids of the sites there are
 * @throws ConfigError
 */
export function entrancesOf(file: TextFile | undefined, sites: readonly string[]): Ports['enterpriseOf'] {
  if (!file) return () => undefined;
  const { value, problem } = readYaml(file.text, file.name, connectionsSchema);
  const problems = enterpriseProblems(value.enterprises, sites, problem);
  if (problems.length > 0) throw new ConfigError(problems);
  return entrances(value.enterprises);
}

const settingsOf = (file: TextFile | undefined) =>
  file ? readYaml(file.text, file.name, connectionsSchema).value : connectionsSchema.parse({});

/**
 * Opens what `connections.yaml` names, which was checked before.
 * @throws ConfigError naming file, line and what is wrong
 */
export async function openConnections(
  file: TextFile | undefined,
  inputs: InputGround,
  outputs: Omit<OutputGround, 'dutyBook'>,
): Promise<Connection[]> {
  if (!file) return [];
  const { value } = readYaml(file.text, file.name, connectionsSchema);
  const open = <G>(kinds: Record<string, Kind<z.ZodType, G>>, entries: readonly Entry[], ground: G) =>
    entries.map((entry) => kinds[entry.kind]!.open(entry, ground));
  return Promise.all([
    ...open(OUTPUTS, value.outputs as Entry[], { ...outputs, dutyBook: value }),
    ...open(INPUTS, value.inputs as Entry[], inputs),
  ]);
}

/**
 * @param mappings ids of the mappings there are
 * @throws ConfigError with everything that is wrong in `connections.yaml`
 */
export function checkConnections(file: TextFile, mappings: readonly string[]): void {
  const { value, problem } = readYaml(file.text, file.name, connectionsSchema);
  const ids = new Set<string>();
  const problems: Problem[] = [];
  for (const side of ['inputs', 'outputs'] as const) {
    (value[side] as Entry[]).forEach(({ id }, i) => {
      const says = { zh: `编号“${id}”重复`, en: `id "${id}" is given twice` };
      if (ids.has(id)) problems.push(problem([side, i, 'id'], says));
      ids.add(id);
    });
  }
  for (const [where, id] of mappingsNamed(value.inputs, ['inputs'])) {
    if (!mappings.includes(id)) problems.push(problem(where, unknownName({ zh: '映射', en: 'mapping' }, id, mappings)));
  }
  problems.push(...dutyProblems({ value: { ...value, outputs: value.outputs as NoticeSettings[] }, problem }));
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Every `mapping:` of the inputs, and where it stands. */
function* mappingsNamed(value: unknown, where: readonly (string | number)[]): Generator<[Path, string]> {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    const at = [...where, Array.isArray(value) ? Number(key) : key];
    if (key === 'mapping' && typeof inner === 'string') yield [at, inner];
    else yield* mappingsNamed(inner, at);
  }
}

import type { Logger } from 'pino';
import { z } from 'zod';
import type { TextFile } from '../catalogue/load.ts';
import { ConfigError, readYaml } from '../config/strict-yaml.ts';
import type { MessageDoor } from '../ingest/messages.ts';
import { mqttInputSchema } from '../ingest/transports/mqtt/settings.ts';
import type { Connection } from '../model/connection.ts';
import type { DaySeries } from '../model/day-series.ts';
import { influxdbSettings } from '../sinks/influxdb/settings.ts';

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
});

interface Entry {
  id: string;
  kind: string;
}

/**
 * Opens what `connections.yaml` names.
 * @throws ConfigError naming file, line and what is wrong
 */
export async function openConnections(
  file: TextFile | undefined,
  inputs: InputGround,
  outputs: OutputGround,
): Promise<Connection[]> {
  if (!file) return [];
  const value = readConnections(file);
  const open = <G>(kinds: Record<string, Kind<z.ZodType, G>>, entries: readonly Entry[], ground: G) =>
    entries.map((entry) => kinds[entry.kind]!.open(entry, ground));
  return Promise.all([
    ...open(OUTPUTS, value.outputs as Entry[], outputs),
    ...open(INPUTS, value.inputs as Entry[], inputs),
  ]);
}

/** @throws ConfigError naming file, line and what is wrong */
export function readConnections(file: TextFile): z.output<typeof connectionsSchema> {
  const { value, problem } = readYaml(file.text, file.name, connectionsSchema);
  const ids = new Set<string>();
  for (const side of ['inputs', 'outputs'] as const) {
    (value[side] as Entry[]).forEach(({ id }, i) => {
      if (ids.has(id)) {
        throw new ConfigError([problem([side, i, 'id'], { zh: `编号“${id}”重复`, en: `id "${id}" is given twice` })]);
      }
      ids.add(id);
    });
  }
  return value;
}

import mqtt from 'mqtt';
import { pino } from 'pino';
import { MqttInput } from '../src/ingest/transports/mqtt/input.ts';
import { mqttInputSchema } from '../src/ingest/transports/mqtt/settings.ts';
import { mosquitto, withMosquitto } from '../src/testing/servers/mosquitto.ts';
import { drain, figures, LOADS, type Load, withDoor } from './message-load.ts';
import type { Figures } from './run.ts';

/**
 * From a real Mosquitto on the same machine into the durable journal: what it kept of a persistent session while we were
 * away, QoS 1, each message acknowledged when it is durable.
 */
export async function run(): Promise<Figures> {
  if (!withMosquitto) return { skipped: 'mosquitto is not installed' };
  const found: Figures = {};
  for (const [name, load] of LOADS) Object.assign(found, await measure(name, load()));
  return found;
}

async function measure(name: string, load: Load): Promise<Figures> {
  const { mapping, payloads } = load;
  const broker = await mosquitto();
  await broker.start();
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const subscribe = [{ filter: 'load/#', mapping }];
  const settings = mqttInputSchema.parse({ id: 'bench', kind: 'mqtt', url, subscribe });
  const log = pino({ level: 'silent' });
  try {
    return await withDoor(async (door) => {
      const first = new MqttInput(settings, door, log);
      await drain(first, 0);
      await first.close();
      const client = await mqtt.connectAsync(url);
      for (let at = 0; at < payloads.length; at += 100) {
        const some = payloads.slice(at, at + 100);
        await Promise.all(some.map((payload) => client.publishAsync('load/1', payload, { qos: 1 })));
      }
      await client.endAsync();
      const input = new MqttInput(settings, door, log);
      const seconds = await drain(input, payloads.length);
      await input.close();
      return figures(name, load, seconds);
    });
  } finally {
    await broker.remove();
  }
}

import type { Logger } from 'pino';
import type { Output } from '../../model/connection.ts';
import { StoreReader } from '../../store/reader.ts';
import { eventSource } from '../event-source.ts';
import { OutputFile } from '../output-file.ts';
import { Stream } from '../stream.ts';
import { MqttDestination } from './destination.ts';
import type { MqttOutputSettings } from './settings.ts';

/** Alerts and leads into topics of an MQTT broker. */
export function openMqttOutput(
  settings: MqttOutputSettings,
  { views, data, log }: { views: string; data: string; log: Logger },
): Output {
  const { id, kind, from, url } = settings;
  return new Stream({
    id,
    kind,
    to: url,
    from,
    source: eventSource(new StoreReader(views), Date.now),
    destination: new MqttDestination(settings),
    file: new OutputFile(data, id),
    log,
  });
}

import type { Logger } from 'pino';
import type { Output } from '../../model/connection.ts';
import { StoreReader } from '../../store/reader.ts';
import { eventSource } from '../event-source.ts';
import { OutputFile } from '../output-file.ts';
import { Stream } from '../stream.ts';
import { KafkaDestination } from './destination.ts';
import type { KafkaOutputSettings } from './settings.ts';

/** Alerts and leads into topics of a Kafka cluster. */
export function openKafkaOutput(
  settings: KafkaOutputSettings,
  { views, data, log }: { views: string; data: string; log: Logger },
): Output {
  const { id, kind, from, brokers } = settings;
  return new Stream({
    id,
    kind,
    to: brokers.join(','),
    from,
    source: eventSource(new StoreReader(views), Date.now),
    destination: new KafkaDestination(settings, log),
    file: new OutputFile(data, id),
    log,
  });
}

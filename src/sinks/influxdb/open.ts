import type { Logger } from 'pino';
import type { Output } from '../../model/connection.ts';
import { StoreReader } from '../../store/reader.ts';
import { OutputFile } from '../output-file.ts';
import { Stream } from '../stream.ts';
import { InfluxdbDestination, type ReadDay } from './destination.ts';
import type { InfluxdbSettings } from './settings.ts';
import { historySource } from './source.ts';
import { Written } from './written.ts';

export interface HistoryGround {
  views: string;
  data: string;
  readDay: ReadDay;
  log: Logger;
}

/** Means, states, alerts and leads into a bucket of InfluxDB 2. */
export function openInfluxdb(settings: InfluxdbSettings, { views, data, readDay, log }: HistoryGround): Output {
  const { id, kind, url, org, bucket, from } = settings;
  const file = new OutputFile(data, id);
  return new Stream({
    id,
    kind,
    to: `${new URL(url).origin} ${org}/${bucket}`,
    from,
    source: historySource(new StoreReader(views), Date.now),
    destination: new InfluxdbDestination(settings, readDay, new Written(file.db)),
    file,
    log,
  });
}

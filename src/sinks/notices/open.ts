import type { Logger } from 'pino';
import type { Output } from '../../model/connection.ts';
import { StoreReader } from '../../store/reader.ts';
import { OutputFile } from '../output-file.ts';
import type { Carrier } from './carrier.ts';
import { NoticeOutput, type Places } from './notice-output.ts';
import type { Choice, Manner } from './settings.ts';

export interface NoticeGround {
  views: string;
  data: string;
  places: Places;
  log: Logger;
}

/** An output of notices by a carrier. */
export function openNotices(
  settings: Choice & Partial<Manner> & { kind: string },
  carrier: Carrier,
  { views, data, places, log }: NoticeGround,
): Output {
  return new NoticeOutput({
    kind: settings.kind,
    settings,
    carrier,
    views: new StoreReader(views),
    file: new OutputFile(data, settings.id),
    places,
    log,
    whole: settings.kind === 'webhook',
  });
}

import type { Logger } from 'pino';
import { StoreReader } from '../../store/reader.ts';
import { OutputFile } from '../output-file.ts';
import { type Duty, NOTICE_KINDS, type NoticeSettings } from './kinds.ts';
import { NoticeOutput, type Places } from './notice-output.ts';

export interface NoticeGround {
  views: string;
  data: string;
  places: Places;
  duty: Duty;
  log: Logger;
}

/** An output of notices. */
export async function openNotices(
  settings: NoticeSettings,
  { views, data, places, duty, log }: NoticeGround,
): Promise<NoticeOutput> {
  return new NoticeOutput({
    settings,
    duty,
    carrier: await NOTICE_KINDS[settings.kind]!.carrier(settings, duty),
    views: new StoreReader(views),
    file: new OutputFile(data, settings.id),
    places,
    log,
    whole: settings.kind === 'webhook',
  });
}

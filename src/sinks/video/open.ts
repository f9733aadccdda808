import type { Logger } from 'pino';
import type { Footage } from '../../model/footage.ts';
import type { Place } from '../../model/place.ts';
import { StoreReader } from '../../store/reader.ts';
import { OutputFile } from '../output-file.ts';
import { QueuedOutput } from '../queued-output.ts';
import { alertsIn, type Bookmark, bookmarksOf } from './bookmark.ts';
import { videoCarrier } from './carrier.ts';
import { Jobs } from './jobs.ts';
import type { VideoSettings } from './settings.ts';
import { Vault } from './vault.ts';

export interface VideoGroundGiven {
  /** file of the views */
  views: string;
  /** folder of the outputs' own files */
  data: string;
  /** folder of pictures and clips */
  footage: string;
  places(): Promise<Readonly<Record<string, Place>>>;
  /** journals what became of a bookmark */
  keepFootage(footage: Footage): Promise<void>;
  log: Logger;
}

export type VideoTrial = Partial<
  Pick<ConstructorParameters<typeof QueuedOutput>[0], 'now' | 'pauses' | 'patienceMs' | 'graceMs' | 'lookMs'>
>;

/** An output that bookmarks what cameras saw around alerts, and asks the video platform for it. */
export function openVideo(
  settings: VideoSettings,
  { views: viewsFile, data, footage, places, keepFootage, log }: VideoGroundGiven,
  trial: VideoTrial = {},
): QueuedOutput<Bookmark> {
  const { id, kind, from, span } = settings;
  const views = new StoreReader(viewsFile);
  const file = new OutputFile(data, id);
  const { now = Date.now } = trial;
  const jobs = new Jobs(file.db);
  return new QueuedOutput<Bookmark>({
    id,
    kind,
    from,
    carrier: videoCarrier(settings, { vault: new Vault(footage), jobs, keep: keepFootage, now }),
    async intake(events, queue, at) {
      const known = await places();
      for (const event of events) {
        for (const alert of alertsIn(event, views)) {
          for (const bookmark of bookmarksOf(alert, known[alert.site], settings, at)) {
            if (queue.has(bookmark.id)) continue;
            await keepFootage(bookmark.footage);
            queue.put(bookmark, Math.max(at, bookmark.footage.to + span.wait), at);
          }
        }
      }
    },
    single: true,
    gaveUp: ({ footage: asked }, why) => keepFootage({ ...asked, state: 'failed', settledAt: now(), why }),
    views,
    file,
    log,
    ...trial,
  });
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FootagePort } from '../api/ports.ts';
import type { Connection } from '../model/connection.ts';
import type { Footage } from '../model/footage.ts';
import { fileOfHash } from '../model/footage-file.ts';
import { QueuedOutput } from '../sinks/queued-output.ts';
import type { StoreReader } from '../store/reader.ts';

/** Folder of pictures and clips, in the data folder. */
export const FOOTAGE_FOLDER = 'footage';

/** What the API tells of footage: as it was journaled, and of what is still asked for how the asking goes. */
export function footagePort(connections: () => readonly Connection[], views: StoreReader, folder: string): FootagePort {
  return {
    of: (subject) =>
      ('alert' in subject ? views.footageOfAlert(subject.alert) : views.footageOfLead(subject.lead)).map((footage) =>
        footage.state === 'got' ? footage : { ...footage, ...asking(connections(), footage) },
      ),
    file(id) {
      const footage = views.footage(id);
      if (footage?.bytes == null || footage.sha256 === null) return undefined;
      const whole = path.join(folder, fileOfHash(footage.sha256));
      return existsSync(whole) ? { path: whole, footage } : undefined;
    },
  };
}

function asking(connections: readonly Connection[], { id, alert, output }: Footage): Partial<Footage> {
  const asks = connections.find((one) => one instanceof QueuedOutput && one.status().id === output);
  const attempt = (asks as QueuedOutput<never> | undefined)?.attempts(alert).find((one) => one.id === id);
  if (!attempt || attempt.state === 'sent') return {};
  return { state: attempt.state === 'dead' ? 'failed' : 'asked', why: attempt.why };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { OWN_MAPPINGS } from '../../ingest/codecs/mapped/readings.ts';
import { newCounters } from '../../ingest/counters.ts';
import { Gate } from '../../ingest/gate.ts';
import { LIMITS } from '../../ingest/limits.ts';
import { MappedDoor } from '../../ingest/mapped-door.ts';
import { Quarantine } from '../../ingest/quarantine.ts';
import { openJournal } from '../../journal/sqlite.ts';
import type { Text } from '../../model/text.ts';
import type { IngestView } from '../../model/views/ingest.ts';
import { mappingEntry } from '../command.ts';

/** What became of a piece. */
export interface Sent {
  readings: number;
  /** null where that cannot be known yet */
  records: IngestView['records'];
  unknown: readonly string[];
  faultCount: number;
}

/** Where pieces of files go. */
export interface Destination {
  /** for people */
  name: string;
  /** Resolves when the piece is durable. Rejects with a {@link NotSent} where it is not and will not be. */
  take(bytes: Uint8Array, mapping: string, subject: string): Promise<Sent>;
  close(): Promise<void>;
}

export class NotSent extends Error {
  readonly says: Text;

  constructor(says: Text) {
    super(says.en);
    this.name = 'NotSent';
    this.says = says;
  }
}

/** A server that does not answer is tried again after these many seconds. */
const PATIENCE_S = [1, 2, 4, 8, 15, 30];

/** A running server. @param waiting told when it has to be waited for, in seconds */
export function overHttp(url: string, waiting: (seconds: number) => void): Destination {
  const base = url.replace(/\/$/, '');
  const attempt = async (bytes: Uint8Array, mapping: string, subject: string): Promise<Sent | number> => {
    const query = new URLSearchParams({ mapping, subject });
    const answer = await fetch(`${base}/api/v1/ingest?${query}`, {
      method: 'POST',
      body: bytes as BodyInit,
      headers: { 'content-type': 'application/octet-stream' },
    }).catch(() => undefined);
    if (!answer) return 0;
    if (answer.status === 503) return Number(answer.headers.get('retry-after') ?? 0);
    const body = (await answer.json().catch(() => ({}))) as IngestView & { detail?: string; errors?: unknown[] };
    if (answer.ok) return body;
    if (answer.status === 422 && body.errors && body.detail && mapping !== '') {
      return { readings: 0, records: null, unknown: [], faultCount: body.errors.length };
    }
    const said = body.detail ?? `HTTP ${answer.status}`;
    throw new NotSent({ zh: `${base} 拒收：${said}`, en: `${base} refuses: ${said}` });
  };
  return {
    name: base,
    async take(bytes, mapping, subject) {
      for (const patience of [...PATIENCE_S, undefined]) {
        const sent = await attempt(bytes, mapping, subject);
        if (typeof sent === 'object') return sent;
        if (patience === undefined) break;
        const seconds = Math.max(sent, patience);
        waiting(seconds);
        await sleep(seconds * 1000);
      }
      throw new NotSent({
        zh: `${base} 没有应答；请启动 fluewatch serve，或用 --data 直接写入数据目录`,
        en: `${base} does not answer; start fluewatch serve, or write into a data folder with --data`,
      });
    },
    close: async () => {},
  };
}

/**
 * The journal of a data folder that no server has open: a server finds the readings there when it starts.
 * @throws JournalError `LOCKED` where a server has it open
 */
export async function intoJournal(file: string): Promise<Destination> {
  const journal = await openJournal(file);
  const door = new MappedDoor({
    door: {
      // Who belongs to which outlet the server knows; here everybody may come in.
      gate: new Gate({ find: () => ({}) }, LIMITS),
      quarantine: new Quarantine(LIMITS),
      inbox: { put: (entries) => journal.append(entries) },
      counters: newCounters(),
      now: Date.now,
    },
    limits: LIMITS,
    mappings: OWN_MAPPINGS,
    isOutlet: () => true,
    journaled: () => false,
    entryOf: mappingEntry,
  });
  return {
    name: file,
    take: async (bytes, mapping, subject) => ({
      ...(await door.take({ peer: 'import', subject, bytes, mapping })),
      records: null,
    }),
    close: () => journal.close(),
  };
}

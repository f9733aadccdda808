import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Engine } from '../engine/engine.ts';
import { Arrivals } from '../ingest/arrivals.ts';
import { readMarks } from '../ingest/codecs/csv/marks.ts';
import { readReadings } from '../ingest/codecs/csv/readings.ts';
import type { RowReject } from '../ingest/codecs/csv/table.ts';
import { readLines } from '../ingest/codecs/json/readings.ts';
import { Hj212Recording } from '../ingest/recording.ts';
import { openJournalReader } from '../journal/sqlite.ts';
import type { IssuedOrder } from '../model/issued-order.ts';
import type { Mark } from '../model/mark.ts';
import { readCommand } from './command.ts';
import { MessageRecording } from './message-recording.ts';

/** What reading the inputs of a replay came to. */
export interface Recording {
  arrivals: Arrivals;
  marks: Mark[];
  /** of a journal */
  orders: IssuedOrder[];
  /** refused records by reason */
  rejected: Map<string, number>;
}

/** How a refused record is told. */
export type TellReject = (file: string, reject: RowReject) => void;

/** Reads recorded inputs: `.csv`, `.jsonl`, `.hj212` raw bytes (each also `.gz`), or a journal (`.db`). */
export function readRecordings(
  engine: Engine,
  files: readonly string[],
  marks: string | undefined,
  tell: TellReject,
): Recording {
  const recording: Recording = { arrivals: new Arrivals(), marks: [], orders: [], rejected: new Map() };
  const rejectIn = (file: string) => (reject: RowReject) => {
    recording.rejected.set(reject.why, (recording.rejected.get(reject.why) ?? 0) + 1);
    tell(file, reject);
  };
  const sourceOf = (outlet: string) => engine.numberOf(outlet);
  for (const file of files) {
    const reject = rejectIn(file);
    const frames = () => new Hj212Recording(engine.factors, (mn) => senderOf(engine, mn), recording.arrivals, reject);
    if (file.endsWith('.db')) {
      readJournal(file, frames(), new MessageRecording(engine, recording.arrivals, reject), recording);
      continue;
    }
    const bytes = contents(file);
    switch (path.extname(file.replace(/\.gz$/, '')).toLowerCase()) {
      case '.csv':
        readReadings(bytes, engine.factors, sourceOf, recording.arrivals, reject);
        break;
      case '.jsonl':
      case '.ndjson':
        readLines(bytes, engine.factors, sourceOf, recording.arrivals, reject);
        break;
      default:
        frames().take(bytes);
    }
  }
  if (marks !== undefined) {
    recording.marks.push(...readMarks(contents(marks), (id) => engine.numberOf(id) !== undefined, rejectIn(marks)));
  }
  return recording;
}

/** A journal knows when each input arrived, and holds marks and orders as well. */
function readJournal(
  file: string,
  frames: Hj212Recording,
  messages: MessageRecording,
  { marks, orders }: Pick<Recording, 'marks' | 'orders'>,
): void {
  const journal = openJournalReader(file);
  for (const { entries } of journal.read(1)) {
    for (const entry of entries) {
      const { kind, at, bytes } = entry;
      if (kind === 'frame') frames.take(bytes, at);
      if (kind === 'message') messages.take(entry);
      if (kind === 'mark') marks.push(JSON.parse(textOf(bytes)) as Mark);
      if (kind !== 'command') continue;
      const command = readCommand(textOf(bytes));
      if (command.kind === 'order') orders.push(command.order);
      else messages.command(command);
    }
  }
  journal.close();
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function contents(file: string): Uint8Array {
  const bytes = readFileSync(file);
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

function senderOf(engine: Engine, mn: string) {
  const found = engine.catalogue.device(mn);
  const source = found && engine.numberOf(found.outlet.id);
  return source === undefined ? undefined : { source, device: found!.device };
}

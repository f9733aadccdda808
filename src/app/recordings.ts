import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Engine } from '../engine/engine.ts';
import { Arrivals } from '../ingest/arrivals.ts';
import { readMarks } from '../ingest/codecs/csv/marks.ts';
import { readReadings } from '../ingest/codecs/csv/readings.ts';
import { type RowReject, tableText } from '../ingest/codecs/csv/table.ts';
import { readLines } from '../ingest/codecs/json/readings.ts';
import { readHj212 } from '../ingest/recording.ts';
import type { Mark } from '../model/mark.ts';

/** What reading the inputs of a replay came to. */
export interface Recording {
  arrivals: Arrivals;
  marks: Mark[];
  /** refused records by reason */
  rejected: Map<string, number>;
}

/** How a refused record is told. */
export type TellReject = (file: string, reject: RowReject) => void;

/** Reads recorded inputs: `.csv`, `.jsonl` (each also `.gz`) and `.hj212` raw bytes. */
export function readRecordings(
  engine: Engine,
  files: readonly string[],
  marks: string | undefined,
  tell: TellReject,
): Recording {
  const recording: Recording = { arrivals: new Arrivals(), marks: [], rejected: new Map() };
  const rejectIn = (file: string) => (reject: RowReject) => {
    recording.rejected.set(reject.why, (recording.rejected.get(reject.why) ?? 0) + 1);
    tell(file, reject);
  };
  const sourceOf = (outlet: string) => engine.numberOf(outlet);
  for (const file of files) {
    const bytes = contents(file);
    const reject = rejectIn(file);
    switch (path.extname(file.replace(/\.gz$/, '')).toLowerCase()) {
      case '.csv':
        readReadings(tableText(bytes), engine.factors, sourceOf, recording.arrivals, reject);
        break;
      case '.jsonl':
      case '.ndjson':
        readLines(tableText(bytes), engine.factors, sourceOf, recording.arrivals, reject);
        break;
      default:
        readHj212(bytes, engine.factors, (mn) => senderOf(engine, mn), recording.arrivals, reject);
    }
  }
  if (marks !== undefined) {
    recording.marks = readMarks(tableText(contents(marks)), (id) => engine.numberOf(id) !== undefined, rejectIn(marks));
  }
  return recording;
}

function contents(file: string): Uint8Array {
  const bytes = readFileSync(file);
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

function senderOf(engine: Engine, mn: string) {
  const found = engine.catalogue.device(mn);
  const source = found && engine.numberOf(found.outlet.id);
  return source === undefined ? undefined : { source, device: found!.device };
}

import { lineOf } from '../../ingest/codecs/mapped/cells.ts';
import { type Decoded, MessageDecoder } from '../../ingest/codecs/mapped/decode.ts';
import type { Mapping } from '../../ingest/codecs/mapped/mapping.ts';
import { ReadingBatch } from '../../model/batch.ts';
import { rfc3339 } from '../../model/beijing.ts';
import { channelFactor, channelGrain, channelStat, FactorIndex } from '../../model/channel.ts';
import { flagLetter } from '../../model/flag.ts';
import type { Piece } from './source.ts';

/** A piece of a file as CSV of the contract, in parts that every server takes, and what of it could not be used. */
export interface Rows {
  parts: Uint8Array[];
  readings: number;
  faults: Decoded['faults'];
  faultCount: number;
}

/** Readings in one part: about a megabyte. */
const PART_READINGS = 16_000;

const HEADER = 'time,outlet,factor,grain,stat,value,flag';

/** Turns pieces of a file by a mapping into readings as the contract writes them, which every server takes. */
export class RowWriter {
  readonly #factors = new FactorIndex();
  readonly #batch = new ReadingBatch();
  readonly #decoder: MessageDecoder;
  readonly #subject: string;
  readonly #now: number;

  /** @param now epoch ms: what lies ahead of it cannot be */
  constructor({ says }: Mapping, subject: string, now: number) {
    this.#decoder = new MessageDecoder(says, this.#factors);
    this.#subject = subject;
    this.#now = now;
  }

  rows({ bytes, linesBefore }: Piece): Rows {
    const batch = this.#batch;
    const { senders, faults, faultCount } = this.#decoder.decode(bytes, this.#subject, batch, this.#now);
    const words = new Map<number, string>();
    const names = senders.map((name) => lineOf([name]));
    const parts: Uint8Array[] = [];
    let lines = [HEADER];
    const finish = () => {
      if (lines.length > 1) parts.push(Buffer.from(lines.join('\n')));
      lines = [HEADER];
    };
    let lastAt = Number.NaN;
    let time = '';
    for (let row = 0; row < batch.length; row++) {
      const at = batch.at[row]!;
      if (at !== lastAt) {
        lastAt = at;
        time = rfc3339(at);
      }
      const channel = batch.channel[row]!;
      let word = words.get(channel);
      if (word === undefined) {
        word = `${this.#factors.codes[channelFactor(channel)]},${channelGrain(channel)},${channelStat(channel)}`;
        words.set(channel, word);
      }
      const value = batch.value[row]!;
      const shown = Number.isNaN(value) ? '' : String(value);
      lines.push(`${time},${names[batch.source[row]!]},${word},${shown},${flagLetter(batch.flag[row]!)}`);
      if (lines.length > PART_READINGS) finish();
    }
    finish();
    const readings = batch.length;
    batch.clear();
    const placed = faults.map((fault) =>
      fault.line === undefined ? fault : { ...fault, line: fault.line + linesBefore },
    );
    return { parts, readings, faults: placed, faultCount };
  }
}

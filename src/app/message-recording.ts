import type { Engine } from '../engine/engine.ts';
import type { Arrivals } from '../ingest/arrivals.ts';
import type { RowReject } from '../ingest/codecs/csv/table.ts';
import { MESSAGE_FAULTS, type MessageFaultCode } from '../ingest/codecs/mapped/faults.ts';
import { ReadingBatch } from '../model/batch.ts';
import type { Entry, MessageNote } from '../model/entry.ts';
import { type Command, hashOf } from './command.ts';
import { MessageReader } from './message-reader.ts';

/** Takes the messages of a recorded journal into arrivals, each at its own. */
export class MessageRecording {
  readonly #engine: Engine;
  readonly #into: Arrivals;
  readonly #reject: (row: RowReject) => void;
  readonly #texts = new Map<string, string>();
  readonly #reader: MessageReader;
  readonly #batch = new ReadingBatch();

  constructor(engine: Engine, into: Arrivals, reject: (row: RowReject) => void) {
    this.#engine = engine;
    this.#into = into;
    this.#reject = reject;
    this.#reader = new MessageReader(engine.factors, (hash) => this.#texts.get(hash));
  }

  command(command: Command): void {
    if (command.kind === 'mapping') this.#texts.set(hashOf(command.text), command.text);
  }

  take(entry: Entry): void {
    const decoded = this.#reader.read(entry, JSON.parse(entry.meta) as MessageNote, this.#batch);
    if (!decoded) return this.#reject({ line: 1, why: 'MAPPING', says: MESSAGE_FAULTS.MAPPING });
    const { senders, records, senderOf, endOf, whyOf } = decoded;
    const sources = senders.map((name) => this.#sourceOf(name));
    let from = 0;
    for (let record = 0; record < records; record++) {
      const to = endOf[record]!;
      const source = sources[senderOf[record]!];
      const why = whyOf.get(record);
      if (why) this.#refuse(record, why);
      if (to > from && source === undefined) this.#unknown(record, senders[senderOf[record]!]!);
      else this.#put(source!, from, to, entry.at);
      from = to;
    }
    this.#batch.clear();
  }

  #put(source: number, from: number, to: number, arrivedAt: number): void {
    const { channel, at, value, flag } = this.#batch;
    for (let i = from; i < to; i++) {
      this.#into.push(source, channel[i]!, at[i]!, arrivedAt, value[i]!, flag[i]!, arrivedAt);
    }
  }

  #sourceOf(name: string): number | undefined {
    const device = this.#engine.catalogue.device(name);
    return this.#engine.numberOf(device?.outlet.id ?? name);
  }

  #refuse(record: number, why: MessageFaultCode): void {
    this.#reject({ line: record + 1, why, says: MESSAGE_FAULTS[why] });
  }

  #unknown(record: number, name: string): void {
    const says = { zh: `目录中没有设备或排放口 ${name}`, en: `no device or outlet ${name} in the catalogue` };
    this.#reject({ line: record + 1, why: 'UNKNOWN_MN', says });
  }
}

import { ReadingBatch } from '../model/batch.ts';
import { FactorIndex } from '../model/channel.ts';
import type { Entry, MessageNote } from '../model/entry.ts';
import { REJECTS } from './codecs/hj212/rejects.ts';
import { type Decoded, MessageDecoder } from './codecs/mapped/decode.ts';
import { MESSAGE_FAULTS } from './codecs/mapped/faults.ts';
import type { Mapping } from './codecs/mapped/mapping.ts';
import { FrameIntake, type FrontDoor, refusal } from './frame-intake.ts';
import { GATE_REJECTS } from './gate.ts';
import type { NumberedInbox } from './inbox.ts';
import type { Limits } from './limits.ts';
import type { Message, MessageDoor, MessageFault, MessageOutcome } from './messages.ts';

/** The mapping of messages that carry HJ 212 frames. */
export const FRAMES = 'hj212';

export interface MappedDoorGround {
  door: Omit<FrontDoor, 'inbox'> & { inbox: NumberedInbox };
  limits: Pick<Limits, 'messageBytes' | 'refusedMessageBytes'>;
  mappings: readonly Mapping[];
  /** whether messages may speak for an outlet by its id */
  isOutlet(id: string): boolean;
  /** whether the journal holds the text of a mapping already, by its hash */
  journaled(hash: string): boolean;
  /** brings the text of a mapping into the journal */
  entryOf(mapping: Mapping, at: number): Entry;
}

type Outcome = Omit<MessageOutcome, 'seq'>;

/** Past this many rows a batch is given back. */
const LARGE_BATCH = 1 << 18;

const WHY = { ...REJECTS, ...GATE_REJECTS, ...MESSAGE_FAULTS };

/**
 * The door for messages of other systems. Each is read once here, to say what can be used of it, and journaled as it came;
 * the shard reads it again by the same mapping. Frames inside messages go in as any other frame.
 */
export class MappedDoor implements MessageDoor {
  readonly #ground: MappedDoorGround;
  #mappings: ReadonlyMap<string, { mapping: Mapping; decoder: MessageDecoder }> = new Map();
  readonly #factors = new FactorIndex();
  readonly #journaled = new Set<string>();
  #batch = new ReadingBatch();

  constructor(ground: MappedDoorGround) {
    this.#ground = ground;
    this.follow(ground.mappings);
  }

  /** From now on messages are read by these. */
  follow(mappings: readonly Mapping[]): void {
    this.#mappings = new Map(
      mappings.map((mapping) => {
        const before = this.#mappings.get(mapping.id);
        if (before?.mapping.hash === mapping.hash) return [mapping.id, before];
        return [mapping.id, { mapping, decoder: new MessageDecoder(mapping.says, this.#factors) }];
      }),
    );
    for (const { hash } of mappings) if (this.#ground.journaled(hash)) this.#journaled.add(hash);
  }

  async take(message: Message): Promise<MessageOutcome> {
    const { counters } = this.#ground.door;
    counters.bytesReceived += message.bytes.length;
    const { entries, outcome, brings } = this.#read(message);
    if (entries.length === 0) return { ...outcome, seq: 0 };
    const seq = await this.#ground.door.inbox.put(entries).catch((error: unknown) => {
      counters.notKept += entries.length;
      throw error;
    });
    if (brings) this.#journaled.add(brings);
    return { ...outcome, seq };
  }

  /** What is to be journaled of a message, and what to say of it. Nothing throws here. */
  #read(message: Message): { entries: Entry[]; outcome: Outcome; brings?: string } {
    const { door, limits } = this.#ground;
    const at = door.now();
    if (message.bytes.length > limits.messageBytes) return this.#refused(message, at, 'TOO_LARGE');
    if (message.mapping === FRAMES) return this.#frames(message);
    const known = this.#mappings.get(message.mapping);
    if (!known) return this.#refused(message, at, 'MAPPING');
    try {
      return this.#mapped(message, at, known.mapping, known.decoder);
    } catch {
      return this.#refused(message, at, 'FAULT');
    } finally {
      this.#batch.clear();
      if (this.#batch.value.length > LARGE_BATCH) this.#batch = new ReadingBatch();
    }
  }

  #frames({ peer, bytes }: Message) {
    const intake = new FrameIntake(this.#ground.door, { name: peer, address: peer });
    // Counted as received already.
    this.#ground.door.counters.bytesReceived -= bytes.length;
    intake.push(bytes);
    intake.flush();
    const { entries, frames, refused } = intake.take();
    const faults = refused.map((why): MessageFault => ({ record: null, why, says: WHY[why] }));
    return { entries, outcome: { readings: frames, unknown: [], faults, faultCount: faults.length } };
  }

  #mapped(message: Message, at: number, mapping: Mapping, decoder: MessageDecoder) {
    const { door, entryOf } = this.#ground;
    const decoded = decoder.decode(message.bytes, message.subject, this.#batch, at);
    const { readings, unknown, turnedAway } = this.#admitted(decoded, message.bytes.length);
    const faults = [...decoded.faults, ...turnedAway];
    const faultCount = decoded.faultCount + turnedAway.length;
    if (readings === 0) {
      const why = decoded.whole ?? turnedAway[0]?.why ?? decoded.faults[0]?.why ?? 'EMPTY';
      const sender = decoded.senders.length === 1 ? decoded.senders[0]! : null;
      const { entries } = this.#refused(message, at, why, sender);
      return { entries, outcome: { readings, unknown, faults, faultCount } };
    }
    const { peer, subject, bytes, receipt } = message;
    const note: MessageNote = { peer, subject, mapping: mapping.hash, ...(receipt === undefined ? {} : { receipt }) };
    const entries: Entry[] = [{ kind: 'message', at, meta: JSON.stringify(note), bytes }];
    const outcome = { readings, unknown, faults, faultCount };
    door.counters.admitted += decoded.records;
    if (this.#journaled.has(mapping.hash)) return { entries, outcome };
    return { entries: [entryOf(mapping, at), ...entries], outcome, brings: mapping.hash };
  }

  /** Lets the senders in that gave any readings. */
  #admitted({ senders, records, senderOf, endOf }: Decoded, bytes: number) {
    const rows = new Array<number>(senders.length).fill(0);
    let from = 0;
    for (let record = 0; record < records; record++) {
      const to = endOf[record]!;
      if (to > from) rows[senderOf[record]!]! += to - from;
      from = to;
    }
    const { door, isOutlet } = this.#ground;
    const unknown: string[] = [];
    const turnedAway: MessageFault[] = [];
    let readings = 0;
    for (const [n, sender] of senders.entries()) {
      if (rows[n] === 0) continue;
      const share = Math.ceil((bytes * rows[n]!) / from);
      const admission = isOutlet(sender) ? undefined : door.gate.admit(sender, () => true, share);
      if (admission?.kind === 'rejected') {
        const { zh, en } = WHY[admission.why];
        turnedAway.push({ record: null, why: admission.why, says: { zh: `${zh}：${sender}`, en: `${en}: ${sender}` } });
        continue;
      }
      if (admission?.kind === 'unknown') unknown.push(sender);
      readings += rows[n]!;
    }
    return { readings, unknown, turnedAway };
  }

  #refused({ peer, subject, bytes }: Message, at: number, why: string, mn: string | null = null) {
    const { door, limits } = this.#ground;
    const kept = bytes.subarray(0, limits.refusedMessageBytes);
    const length = kept.length < bytes.length ? { length: bytes.length } : {};
    const entry = refusal(door, { why, mn, peer, subject, ...length }, mn ?? peer, at, Buffer.from(kept));
    const says = WHY[why as keyof typeof WHY];
    const faults: MessageFault[] = [{ record: null, why, says }];
    return { entries: entry ? [entry] : [], outcome: { readings: 0, unknown: [], faults, faultCount: 1 } };
  }
}

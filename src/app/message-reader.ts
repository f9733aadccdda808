import { type Decoded, MessageDecoder } from '../ingest/codecs/mapped/decode.ts';
import { readMapping } from '../ingest/codecs/mapped/mapping.ts';
import type { ReadingBatch } from '../model/batch.ts';
import type { FactorIndex } from '../model/channel.ts';
import type { Entry, MessageNote } from '../model/entry.ts';

/** Reads journaled messages by the very mappings that they came with. */
export class MessageReader {
  readonly #factors: FactorIndex;
  readonly #textOf: (hash: string) => string | undefined;
  readonly #decoders = new Map<string, MessageDecoder | undefined>();

  /** @param textOf text of a mapping that the journal holds, by its hash */
  constructor(factors: FactorIndex, textOf: (hash: string) => string | undefined) {
    this.#factors = factors;
    this.#textOf = textOf;
  }

  /**
   * Adds the readings of a message to the batch. Undefined where this version cannot read its mapping: then nothing of
   * it counts.
   */
  read({ at, bytes }: Entry, { subject, mapping }: MessageNote, batch: ReadingBatch): Decoded | undefined {
    return this.#decoder(mapping)?.decode(bytes, subject, batch, at);
  }

  #decoder(hash: string): MessageDecoder | undefined {
    if (!this.#decoders.has(hash)) this.#decoders.set(hash, this.#made(hash));
    return this.#decoders.get(hash);
  }

  #made(hash: string): MessageDecoder | undefined {
    const text = this.#textOf(hash);
    try {
      return text === undefined ? undefined : new MessageDecoder(readMapping(text, hash).says, this.#factors);
    } catch {
      return undefined;
    }
  }
}

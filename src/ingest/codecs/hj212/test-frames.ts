import { crc16, crcModbus } from './crc.ts';
import { type Frame, Framer, type FramerOptions } from './framer.ts';
import { type ParsedFrame, parseFrame } from './parse.ts';
import type { RejectCode } from './rejects.ts';

/** For the tests of this folder: packets with any fault, and what comes out of bytes. */
export const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');

/** A packet of a segment given as latin1 text; the parts may be replaced by wrong ones. */
export function packet(
  segment: string,
  { length, crc, tail = '\r\n' }: { length?: string; crc?: string; tail?: string } = {},
) {
  const right = hex(crc16(bytesOf(segment)));
  return `##${length ?? String(segment.length).padStart(4, '0')}${segment}${crc ?? right}${tail}`;
}

export const modbus = (segment: string) => hex(crcModbus(bytesOf(segment)));

export const HEAD = 'QN=20240601085857223;ST=31;CN=2011;PW=123456;MN=88888880000001;Flag=5;';

/** Segment with the data area `area`; `head` replaces fields of the header. */
export const segment = (area: string, head = HEAD) => `${head}CP=&&${area}&&`;

/** Data area of a real-time upload with these pairs behind DataTime. */
export const live = (pairs: string) => segment(`DataTime=20240601085800;${pairs}`);

export interface Outcome {
  frame?: ParsedFrame;
  why?: RejectCode;
  at: number;
  raw: Uint8Array;
  mn?: string | null;
  encrypted?: boolean;
}

export function outcomesOf(chunks: Iterable<Uint8Array>, options?: FramerOptions, arrivedAt?: number): Outcome[] {
  const out: Outcome[] = [];
  const framer = new Framer(
    {
      frame: (frame: Frame) => {
        const { at, encrypted } = frame;
        out.push({
          frame: parseFrame(frame, arrivedAt),
          at,
          encrypted,
          raw: frame.raw.slice(frame.rawFrom, frame.rawTo),
        });
      },
      reject: (why, at, raw, mn) => out.push({ why, at, raw, mn }),
    },
    options,
  );
  for (const chunk of chunks) framer.push(chunk);
  framer.flush();
  return out;
}

export const outcomes = (text: string, options?: FramerOptions, arrivedAt?: number) =>
  outcomesOf([bytesOf(text)], options, arrivedAt);

/** Short form of outcomes: the reason, or `ok` with what is odd. */
export const told = (all: Outcome[]) =>
  all.map(({ frame, why }) => why ?? frame?.reject ?? ['ok', ...(frame?.oddities ?? [])].join(' '));

import { crc16 } from './crc.ts';
import { sm4Encrypt } from './sm4.ts';
import { qnOf } from './time.ts';

export { qnOf, stampOf } from './time.ts';

/** Pairs of one subject; items are put apart by `;`, pairs by `,`. */
export type Item = readonly (readonly [key: string, value: string])[];

/** A frame to be made. Absent fields are left out. */
export interface Draft {
  qn?: string;
  st: string;
  cn: string;
  pw?: string;
  mn: string;
  flag?: number;
  pnum?: number;
  pno?: number;
  rf?: boolean;
  items: readonly Item[];
}

/** Most bytes of `CP=&&…&&` in 2017 and 2025 (table 3). */
const CP_LONGEST = 950;
/** Bit D of Flag: PNUM and PNO are present. */
const SPLIT = 2;

/** The packet: `##`, length, segment, CRC, CR LF. With a key the data area is encrypted (HJ 212-2025), the CRC is not over it. */
export function encodeFrame(draft: Draft, sm4Key?: Uint8Array): Uint8Array {
  const head = Buffer.from(`${headOf(draft)}CP=&&`);
  const area = Buffer.from(areaOf(draft.items));
  const packet = packetOf(Buffer.concat([head, area, Buffer.from('&&')]));
  if (sm4Key) packet.set(sm4Encrypt(area, sm4Key), 6 + head.length);
  return packet;
}

/**
 * One packet, or as many as keep the data area in its bounds: each with its own QN counted up by a millisecond, PNUM, PNO
 * and, as HJ 212-2017 C.49 has it, the DataTime again. An item is never torn.
 */
export function encodeSplit(draft: Draft, sm4Key?: Uint8Array): Uint8Array[] {
  const [first, ...rest] = draft.items;
  const repeated = first?.[0]?.[0] === 'DataTime' ? [first] : [];
  const parts: Item[][] = [];
  let part: Item[] = [...repeated];
  for (const item of repeated.length > 0 ? rest : draft.items) {
    if (part.length > repeated.length && bytesOf([...part, item]) > CP_LONGEST) {
      parts.push(part);
      part = [...repeated];
    }
    part.push(item);
  }
  parts.push(part);
  if (parts.length === 1) return [encodeFrame(draft, sm4Key)];
  return parts.map((items, i) => {
    const own: Draft = { ...draft, items, pnum: parts.length, pno: i + 1, flag: (draft.flag ?? 0) | SPLIT };
    if (draft.qn !== undefined) own.qn = laterQn(draft.qn, i);
    return encodeFrame(own, sm4Key);
  });
}

/** Packet of a data segment. */
export function packetOf(segment: Uint8Array): Buffer {
  const length = String(segment.length).padStart(4, '0');
  if (length.length > 4)
    throw new RangeError(`a segment of ${segment.length} bytes: four digits cannot say its length`);
  const crc = crc16(segment).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.concat([Buffer.from(`##${length}`), segment, Buffer.from(`${crc}\r\n`)]);
}

function headOf({ qn, st, cn, pw, mn, flag, pnum, pno, rf }: Draft): string {
  const fields: [string, string | number | undefined][] = [
    ['QN', qn],
    ['ST', st],
    ['CN', cn],
    ['PW', pw],
    ['MN', mn],
    ['Flag', flag],
    ['PNUM', pnum],
    ['PNO', pno],
    ['RF', rf ? 1 : undefined],
  ];
  return fields.map(([key, value]) => (value === undefined ? '' : `${key}=${value};`)).join('');
}

const areaOf = (items: readonly Item[]) =>
  items.map((item) => item.map(([key, value]) => `${key}=${value}`).join(',')).join(';');

const bytesOf = (items: readonly Item[]) => Buffer.byteLength(areaOf(items)) + 'CP=&&&&'.length;

function laterQn(qn: string, ms: number): string {
  const m = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(qn);
  if (!m || ms === 0) return qn;
  const at = Date.parse(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}.${m[7]}+08:00`);
  return Number.isNaN(at) ? qn : qnOf(at + ms);
}

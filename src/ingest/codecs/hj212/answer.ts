import { packetOf } from './encode.ts';
import type { Frame } from './framer.ts';
import type { Header } from './header.ts';

/**
 * What a server answers to a frame that wants an answer: 9014 to data and to commands it does not know, 9013 to
 * notifications, in the sender's edition and form. Null where none is wanted, or none could be matched (no QN).
 *
 * 2017 and 2025 repeat QN, PW and MN in the header (HJ 212-2017 table C.14); 2005 has the QN in the data area, with the
 * command that is answered (HJ/T 212-2005 C.6). To be sent once the frame is safely stored: the device then forgets it.
 */
export function answerTo({ header }: Frame): Uint8Array | null {
  const { qn, command } = header;
  if (!header.needAck || qn === null) return null;
  const answer = answerCode(command, header.version);
  if (answer === null) return null;
  if (header.version > 0) return withHeader(header, answer, '');
  const parts = header.pno === null || header.pnum === null ? '' : `;PNO=${header.pno};PNUM=${header.pnum}`;
  const area = answer === 9014 ? `QN=${qn};CN=${header.cn}${parts}` : `QN=${qn}`;
  return packetOf(Buffer.from(`ST=91;CN=${answer};CP=&&${area}&&`, 'latin1'));
}

/** What a device answers to a request: 9011 that it was received (`QnRtn`), 9012 what came of it (`ExeRtn`). */
export function replyTo({ header }: Frame, command: 9011 | 9012, result: number): Uint8Array | null {
  const { qn, version } = header;
  if (qn === null) return null;
  const said = `${command === 9011 ? 'QnRtn' : 'ExeRtn'}=${result}`;
  return withHeader(header, command, version > 0 ? said : `QN=${qn};${said}`);
}

/** Answers are not answered, but for the 9012 of 2005, which is data there. */
function answerCode(command: number, version: number): 9013 | 9014 | null {
  if (command === 9012 && version === 0) return 9014;
  if (command >= 9011 && command <= 9014) return null;
  if (command === 1013 || command === 9015 || (command === 1001 && version === 2)) return 9013;
  return 9014;
}

/** `QN;ST=91;CN;PW;MN;Flag;CP`, Flag with the sender's edition alone; 2005 has the QN in the area. */
function withHeader(header: Header, command: number, area: string): Uint8Array {
  const { qn, mn, version } = header;
  const start = `${version > 0 ? `QN=${qn};` : ''}ST=91;CN=${command};`;
  const end = `MN=${mn};Flag=${version << 2};CP=&&${area}&&`;
  const segment = Buffer.alloc(start.length + header.passwordBytes + end.length);
  segment.write(start, 'latin1');
  const at = header.copyPassword(segment, start.length);
  segment.write(end, at, 'latin1');
  return packetOf(segment.subarray(0, at + end.length));
}

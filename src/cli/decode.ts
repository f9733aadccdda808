import { createReadStream } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { type Frame, Framer } from '../ingest/codecs/hj212/framer.ts';
import { dataTimeOf, type ParsedFrame, parseFrame } from '../ingest/codecs/hj212/parse.ts';
import { redact } from '../ingest/codecs/hj212/redact.ts';
import { REJECTS, type RejectCode } from '../ingest/codecs/hj212/rejects.ts';
import { Exit, Failure } from './exit.ts';
import { language, say, tell } from './language.ts';
import { Lines } from './stdout.ts';

/** Refused bytes are shown up to here; `truncated` and `length` say so. */
const SHOWN_BYTES = 1024;

export interface DecodeOptions {
  /** keys by MN: the one in force and the one before it, 16 bytes each */
  sm4Keys?: ReadonlyMap<string, readonly Uint8Array[]>;
  acceptModbusCrc?: boolean;
}

/** What a stream came to. */
export interface DecodeCounts {
  bytes: number;
  frames: number;
  readings: number;
  /** refused, by reason */
  rejected: Map<RejectCode, number>;
}

/**
 * Decodes raw HJ 212 bytes into one JSON line per outcome, in order (contract §1). The password of the
 * header is never printed; `cp` is printed exactly, which holds the new one of a command that sets it (CN 1072, 1014).
 * @param write takes a line without its end; may return a promise where the reader is slow
 */
export async function decodeStream(
  input: AsyncIterable<Uint8Array>,
  write: (line: string) => void | Promise<void>,
  options: DecodeOptions = {},
): Promise<DecodeCounts> {
  const counts: DecodeCounts = { bytes: 0, frames: 0, readings: 0, rejected: new Map() };
  let lines: string[] = [];
  const reject = (why: RejectCode, at: number, bytes: Uint8Array) => {
    counts.rejected.set(why, (counts.rejected.get(why) ?? 0) + 1);
    lines.push(rejectLine(why, at, bytes));
  };
  const frame = (frame: Frame) => {
    const parsed = parseFrame(frame);
    if (parsed.reject) return reject(parsed.reject, frame.at, frame.raw.slice(frame.rawFrom, frame.rawTo));
    counts.frames++;
    counts.readings += parsed.readings.filter(({ value }) => value !== null).length;
    lines.push(frameLine(parsed));
  };
  const framer = new Framer(
    { frame, reject },
    {
      keysOf: (mn) => options.sm4Keys?.get(mn) ?? [],
      acceptModbus: () => options.acceptModbusCrc ?? false,
    },
  );
  const tellAll = async () => {
    const told = lines;
    lines = [];
    for (const line of told) {
      const slow = write(line);
      if (slow) await slow;
    }
  };
  for await (const chunk of input) {
    counts.bytes += chunk.length;
    framer.push(chunk);
    await tellAll();
  }
  framer.flush();
  await tellAll();
  return counts;
}

function frameLine(parsed: ParsedFrame): string {
  const { qn, st, cn, mn, flag, version, needAck, pnum, pno, rf } = parsed;
  const readings = parsed.readings.flatMap(({ factor, stat, value, flag, code }) =>
    value === null ? [] : [{ factor, stat, value, flag, ...(code === factor ? {} : { code }) }],
  );
  const dataTime = dataTimeOf(parsed);
  const marks = parsed.oddities;
  return JSON.stringify({
    v: 1,
    ok: true,
    qn,
    st,
    cn,
    mn,
    flag,
    version,
    needAck,
    pnum,
    pno,
    rf,
    cp: parsed.cp,
    dataTime,
    readings,
    marks,
  });
}

/** One character a byte (latin1), so that what was received can be restored but for the secrets. */
function rejectLine(error: RejectCode, at: number, bytes: Uint8Array): string {
  const text = Buffer.from(redact(bytes)).toString('latin1');
  const cut = text.length > SHOWN_BYTES ? { truncated: true, length: bytes.length } : {};
  return JSON.stringify({ v: 1, ok: false, error, at, bytes: text.slice(0, SHOWN_BYTES), ...cut });
}

/** `fluewatch decode [FILE|-]`. */
export function decodeCommand(): Command {
  return new Command('decode')
    .description(
      say({ zh: '解析 HJ 212 原始字节,每个结果一行 JSON', en: 'decode raw HJ 212 bytes, one JSON line per outcome' }),
    )
    .argument('[file]', say({ zh: '文件,- 为标准输入', en: 'file, - for standard input' }), '-')
    .option(
      '--sm4-key <MN=HEX>',
      say({ zh: '设备的 SM4 密钥(32 位十六进制),可多次给出', en: 'SM4 key of a device (32 hex digits), repeatable' }),
      addKey,
      new Map(),
    )
    .option('--accept-modbus-crc', say({ zh: '接受 MODBUS CRC', en: 'accept MODBUS CRCs' }))
    .action(async (file: string, given: { sm4Key: Map<string, Uint8Array[]>; acceptModbusCrc?: boolean }) => {
      const out = new Lines();
      const input: AsyncIterable<Uint8Array> = file === '-' ? process.stdin : createReadStream(file);
      const options = { sm4Keys: given.sm4Key, acceptModbusCrc: given.acceptModbusCrc ?? false };
      const counts = await decodeStream(unreadable(input, file), (line) => out.write(line), options);
      await out.flush();
      summarise(counts);
    });
}

function addKey(given: string, keys: Map<string, Uint8Array[]>): Map<string, Uint8Array[]> {
  const m = /^([0-9A-Za-z_-]{1,32})=([0-9A-Fa-f]{32})$/.exec(given);
  if (!m) throw new InvalidArgumentError(say({ zh: '应为 MN=32 位十六进制', en: 'expected MN=32 hex digits' }));
  return keys.set(m[1]!, [...(keys.get(m[1]!) ?? []), Uint8Array.from(Buffer.from(m[2]!, 'hex'))]);
}

/** Trouble in reading the input is the input's, any other is ours. */
async function* unreadable(input: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* input;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new Failure(Exit.INPUT, {
      zh: `无法读取 ${file}(${code || message})`,
      en: `cannot read ${file} (${code || message})`,
    });
  }
}

function summarise({ bytes, frames, readings, rejected }: DecodeCounts): void {
  const refused = [...rejected.values()].reduce((sum, n) => sum + n, 0);
  tell({
    zh: `${bytes} 字节:有效帧 ${frames},读数 ${readings},拒绝 ${refused}`,
    en: `${bytes} bytes: ${frames} good frame(s), ${readings} reading(s), ${refused} refused`,
  });
  for (const [why, n] of rejected) process.stderr.write(`  ${why} ×${n}  ${REJECTS[why][language()]}\n`);
}

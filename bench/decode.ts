import { encodeFrame, type Item, qnOf, stampOf } from '../src/ingest/codecs/hj212/encode.ts';
import { Framer } from '../src/ingest/codecs/hj212/framer.ts';
import { FrameDecoder } from '../src/ingest/codecs/hj212/readings.ts';
import { ReadingBatch } from '../src/model/batch.ts';
import { FactorIndex } from '../src/model/channel.ts';
import { naiveDecode } from './decode-naive.ts';

const FACTORS = ['a34013', 'a21026', 'a21002', 'a21005', 'a21024', 'a19001', 'a00000', 'a01011', 'a01012', 'a01014'];
const DEVICES = 1000;
const MINUTES = 24;
const RUNS = 9;
/** Bytes that a busy socket hands over at once. */
const CHUNK = 65_536;
const ROWS = 100_000;

/** Minute frames of many devices, ten factors × minimum, mean, maximum and flag each, interleaved as they would arrive. */
function stream(): { bytes: Uint8Array; frames: number } {
  const start = Date.parse('2026-03-01T00:00:00+08:00');
  const parts: Uint8Array[] = [];
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let minute = 0; minute < MINUTES; minute++) {
    const at = start + minute * 60_000;
    for (let device = 0; device < DEVICES; device++) {
      const items = FACTORS.map((factor, f): Item => {
        const mean = (1 + f * f * 3) * (0.5 + random());
        const value = (x: number) => (mean * x).toFixed(f % 4);
        return [
          [`${factor}-Min`, value(0.97)],
          [`${factor}-Avg`, value(1)],
          [`${factor}-Max`, value(1.04)],
          [`${factor}-Flag`, random() < 0.98 ? 'N' : 'D'],
        ];
      });
      parts.push(
        encodeFrame({
          qn: qnOf(at + 60_000 + device),
          st: '31',
          cn: '2051',
          pw: '123456',
          mn: `010000A8900016F0${String(device).padStart(8, '0')}`,
          flag: 5,
          items: [[['DataTime', stampOf(at)]], ...items],
        }),
      );
    }
  }
  return { bytes: Buffer.concat(parts), frames: parts.length };
}

/** Framing, CRC, header and readings into batches, once through the stream. Returns the readings and a sum over them. */
function decode(bytes: Uint8Array): { readings: number; sum: number } {
  const decoder = new FrameDecoder(new FactorIndex());
  const batch = new ReadingBatch(ROWS);
  const sources = new Map<string, number>();
  let readings = 0;
  let sum = 0;
  const drain = () => {
    readings += batch.length;
    for (let i = 0; i < batch.length; i++) sum += batch.value[i]!;
    batch.clear();
  };
  const framer = new Framer({
    frame: (frame) => {
      const { mn } = frame.header;
      const source = sources.get(mn) ?? sources.size;
      if (source === sources.size) sources.set(mn, source);
      decoder.decode(frame, batch, source);
      if (batch.length > ROWS - 100) drain();
    },
    reject: (why) => {
      throw new Error(why);
    },
  });
  for (let at = 0; at < bytes.length; at += CHUNK) framer.push(bytes.subarray(at, at + CHUNK));
  framer.flush();
  drain();
  return { readings, sum };
}

/** Medians of several runs in one process, and the plain string way on the same bytes beside it. */
export async function run() {
  const { bytes, frames } = stream();
  const result = decode(bytes);
  const naive = naiveDecode(bytes);
  if (naive.readings !== result.readings || Math.abs(naive.sum - result.sum) > 1e-6 * Math.abs(result.sum)) {
    throw new Error(`decoders disagree: ${JSON.stringify({ result, naive })}`);
  }
  const seconds = median(RUNS, () => decode(bytes));
  const naiveSeconds = median(3, () => naiveDecode(bytes));
  return {
    readingsPerSecond: result.readings / seconds,
    mbPerSecond: bytes.length / 1e6 / seconds,
    framesPerSecond: frames / seconds,
    bytesPerFrame: bytes.length / frames,
    naiveMbPerSecond: bytes.length / 1e6 / naiveSeconds,
    timesNaive: naiveSeconds / seconds,
  };
}

function median(runs: number, work: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
  });
  return times.sort((a, b) => a - b)[runs >> 1]!;
}

import { readFileSync } from 'node:fs';
import { type Decoded, MessageDecoder } from '../../ingest/codecs/mapped/decode.ts';
import { type Mapping, readMapping } from '../../ingest/codecs/mapped/mapping.ts';
import { ReadingBatch } from '../../model/batch.ts';
import { minuteText, rfc3339 } from '../../model/beijing.ts';
import { channelFactor, channelGrain, channelStat, FactorIndex } from '../../model/channel.ts';
import { factorName, factorUnit } from '../../model/factors.ts';
import { flagLetter } from '../../model/flag.ts';
import type { Text } from '../../model/text.ts';
import { Exit, Failure } from '../exit.ts';
import { language, say, tell } from '../language.ts';
import { textFile } from '../rules/text-file.ts';
import { Lines } from '../stdout.ts';
import { table } from '../table.ts';

/** Rows of the table; JSON lines are never cut. */
const SHOWN_ROWS = 40;

/** What a mapping made of a sample. */
export interface Trial {
  readings: TriedReading[];
  faults: Decoded['faults'];
  faultCount: number;
  /** paths of values that no record had */
  unseen: string[];
}

export interface TriedReading {
  record: number;
  sender: string;
  at: number;
  factor: string;
  grain: string;
  stat: string;
  value: number | null;
  unit: string | null;
  flag: string;
}

/** @param arrivedAt epoch ms: a time that lies ahead of it is a fault */
export function tryMapping({ says }: Mapping, sample: Uint8Array, topic: string, arrivedAt: number): Trial {
  const factors = new FactorIndex();
  const batch = new ReadingBatch();
  const { records, senders, endOf, faults, faultCount } = new MessageDecoder(says, factors).decode(
    sample,
    topic,
    batch,
    arrivedAt,
  );
  const readings: TriedReading[] = [];
  for (let record = 0, row = 0; record < records; record++) {
    for (; row < endOf[record]!; row++) {
      const channel = batch.channel[row]!;
      const factor = factors.codes[channelFactor(channel)]!;
      const value = batch.value[row]!;
      readings.push({
        record,
        sender: senders[batch.source[row]!]!,
        at: batch.at[row]!,
        factor,
        grain: channelGrain(channel),
        stat: channelStat(channel),
        value: Number.isNaN(value) ? null : value,
        unit: factorUnit(factor),
        flag: flagLetter(batch.flag[row]!),
      });
    }
  }
  const unseen = says.values.filter((value) => {
    const alone = new ReadingBatch();
    new MessageDecoder({ ...says, values: [value] }, factors).decode(sample, topic, alone, arrivedAt);
    return alone.length === 0;
  });
  return { readings, faults, faultCount, unseen: unseen.map(({ path }) => path) };
}

export async function tryCommand(file: string, sample: string, options: { topic: string; json?: boolean }) {
  const mapping = readMapping(textFile(file).text, file);
  const trial = tryMapping(mapping, bytesOf(sample), options.topic, Date.now());
  const lines = new Lines();
  if (options.json || !process.stdout.isTTY) await printJson(trial, lines);
  else printTable(trial, lines);
  await lines.flush();
  for (const path of trial.unseen) tell(unseenText(path));
  for (const value of mapping.says.values) for (const says of scaledText(value)) tell(says);
  const { readings, faultCount } = trial;
  const senders = new Set(readings.map(({ sender }) => sender)).size;
  const sum: Text = {
    zh: `读懂 ${readings.length} 个读数，来自 ${senders} 个上报方；${faultCount} 处有误`,
    en: `${readings.length} readings of ${senders} sender(s); ${faultCount} fault(s)`,
  };
  if (faultCount > 0 || readings.length === 0) throw new Failure(Exit.FINDINGS, sum);
  tell(sum);
}

const unseenText = (path: string): Text => ({
  zh: `注意：没有一条记录用上 ${path}；请核对这个路径`,
  en: `note: no record gave a reading by ${path}; check that path`,
});

/** What is done to numbers before they are shown. */
function* scaledText({ path, factor, scale, offset }: Mapping['says']['values'][number]): Generator<Text> {
  const named = typeof factor === 'string' ? [] : Object.entries(factor.names ?? {});
  const all = [
    { name: '', scale, offset },
    ...named.map(([name, to]) => ({ name: ` ${name}`, ...(typeof to === 'string' ? {} : to) })),
  ];
  for (const { name, scale: times, offset: plus } of all) {
    if (times === undefined && plus === undefined) continue;
    const sum = `${times === undefined ? '' : ` × ${times}`}${plus === undefined ? '' : ` + ${plus}`}`;
    yield { zh: `换算：${path}${name}${sum}`, en: `worked out: ${path}${name}${sum}` };
  }
}

async function printJson({ readings, faults }: Trial, lines: Lines): Promise<void> {
  for (const { at, ...reading } of readings) {
    await lines.write(JSON.stringify({ v: 1, ok: true, ...reading, time: rfc3339(at) }));
  }
  for (const fault of faults) await lines.write(JSON.stringify({ v: 1, ok: false, ...fault }));
}

function printTable({ readings, faults, faultCount }: Trial, lines: Lines): void {
  const head =
    language() === 'zh'
      ? ['时间', '上报方', '因子', '', '粒度', '统计量', '数值', '单位', '标记']
      : ['time', 'sender', 'factor', '', 'grain', 'stat', 'value', 'unit', 'flag'];
  const rows = readings
    .slice(0, SHOWN_ROWS)
    .map((r) => [
      minuteText(r.at),
      r.sender,
      r.factor,
      say(factorName(r.factor)),
      r.grain,
      r.stat,
      r.value === null ? '-' : String(r.value),
      r.unit ?? '',
      r.flag,
    ]);
  if (rows.length > 0) for (const line of table([head, ...rows])) lines.write(line);
  if (readings.length > SHOWN_ROWS) lines.write(`… +${readings.length - SHOWN_ROWS}`);
  for (const { record, line, why, says } of faults) {
    const place =
      line !== undefined ? placeText('行', 'line', line) : record === null ? '' : placeText('记录', 'record', record);
    lines.write(`✗ ${place}${why} ${say(says)}`);
  }
  if (faultCount > faults.length) lines.write(`✗ … +${faultCount - faults.length}`);
}

const placeText = (zh: string, en: string, n: number) => `${say({ zh, en })} ${n}: `;

function bytesOf(sample: string): Uint8Array {
  try {
    return readFileSync(sample === '-' ? 0 : sample);
  } catch {
    throw new Failure(Exit.INPUT, { zh: `文件不存在：${sample}`, en: `no such file: ${sample}` });
  }
}

import { MessageDecoder } from '../src/ingest/codecs/mapped/decode.ts';
import { readMapping } from '../src/ingest/codecs/mapped/mapping.ts';
import { OWN_MAPPINGS } from '../src/ingest/codecs/mapped/readings.ts';
import type { MappingFile } from '../src/ingest/codecs/mapped/schema.ts';
import { ReadingBatch } from '../src/model/batch.ts';
import { minuteText } from '../src/model/beijing.ts';
import { FactorIndex } from '../src/model/channel.ts';
import { LOAD_FACTORS, loadMn, w1Value } from '../src/simulator/load-frames.ts';

const DEVICES = 50;
const MINUTES = 4;
const RUNS = 9;
const PASSES = 40;

const WIDE = readMapping(
  `id: wide
format: json
records: $.data
sender: {path: device}
time: {path: at}
grain: minute
stat: avg
values: [${LOAD_FACTORS.map((factor) => `{path: ${factor}, factor: ${factor}}`).join(', ')}]
`,
  'wide.yaml',
);

/** Readings of some devices and minutes, in the order in which a gateway would say them. */
const readings = Array.from({ length: MINUTES * DEVICES }, (_, i) => {
  const device = i % DEVICES;
  const minute = Math.floor(i / DEVICES);
  const time = `${minuteText(Date.parse('2026-03-01T00:00:00+08:00') + minute * 60_000)}:00`;
  const values = LOAD_FACTORS.map((factor, f) => [factor, w1Value(device * LOAD_FACTORS.length + f, minute)] as const);
  return { outlet: loadMn(device), time, values };
});

const long = readings.flatMap(({ outlet, time, values }) =>
  values.map(([factor, value]) => ({ time, outlet, factor, grain: 'minute', stat: 'avg', value, flag: 'N' })),
);

const own = (id: string) => OWN_MAPPINGS.find((mapping) => mapping.id === id)!.says;

const LOADS: Record<string, { says: MappingFile; text: string }> = {
  jsonWide: {
    says: WIDE.says,
    text: JSON.stringify({
      data: readings.map(({ outlet, time, values }) => ({ device: outlet, at: time, ...Object.fromEntries(values) })),
    }),
  },
  jsonLong: { says: own('readings-json'), text: JSON.stringify(long) },
  ndjson: { says: own('readings-ndjson'), text: long.map((one) => JSON.stringify(one)).join('\n') },
  csv: {
    says: own('readings-csv'),
    text: [Object.keys(long[0]!), ...long.map((one) => Object.values(one))].map((cells) => cells.join(',')).join('\n'),
  },
};

/** Messages through a mapping into a batch, on one core: medians of several runs, readings a second. */
export async function run() {
  const figures: Record<string, number> = {};
  for (const [name, { says, text }] of Object.entries(LOADS)) {
    const bytes = Buffer.from(text);
    const decoder = new MessageDecoder(says, new FactorIndex());
    const batch = new ReadingBatch();
    const pass = () => {
      const { faultCount } = decoder.decode(bytes, '', batch);
      if (faultCount > 0 || batch.length !== long.length) throw new Error(`${name}: ${batch.length} readings`);
      batch.clear();
    };
    const seconds = Array.from({ length: RUNS }, () => {
      const start = performance.now();
      for (let i = 0; i < PASSES; i++) pass();
      return (performance.now() - start) / 1000;
    }).sort((a, b) => a - b)[RUNS >> 1]!;
    figures[`${name}ReadingsPerSecond`] = (PASSES * long.length) / seconds;
    figures[`${name}BytesPerReading`] = bytes.length / long.length;
  }
  return figures;
}

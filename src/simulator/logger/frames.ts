import { encodeSplit, type Item, qnOf, stampOf } from '../../ingest/codecs/hj212/encode.ts';
import type { Grain, Stat } from '../../model/channel.ts';
import { FACTORS } from '../../model/factors.ts';
import { settingOf } from '../../model/setting.ts';
import { FURNACE_FACTORS } from '../cems/factors.ts';
import type { Cell, Report } from '../cems/report.ts';
import type { Edition } from '../station.ts';

const COMMAND: Record<Grain, string> = { live: '2011', minute: '2051', five: '2111', hour: '2061', day: '2031' };
const INFORMATION = '3020';
const SUFFIX: Record<Stat, string> = {
  rtd: 'Rtd',
  avg: 'Avg',
  min: 'Min',
  max: 'Max',
  cou: 'Cou',
  zsrtd: 'ZsRtd',
  zsavg: 'ZsAvg',
  zsmin: 'ZsMin',
  zsmax: 'ZsMax',
  zscou: 'ZsCou',
};
/** Editions 2005, 2017 and 2025 with an answer wanted (bit A); bits 2 and up carry the version. */
const FLAG: Record<Edition, number> = { 2005: 1, 2017: 5, 2025: 9 };
/** Password of every simulated device: the one that the standard's examples use. */
export const PASSWORD = '123456';
/** The 2005 table gives velocity in m³/h and pressure in MPa; old loggers send these two by today's codes. */
const OTHER_UNIT_IN_2005 = new Set(['a01011', 'a01013']);
const PROCESS = new Set(FURNACE_FACTORS.filter((factor) => factor.process).map((factor) => factor.code));

export interface Sender {
  mn: string;
  edition: Edition;
  medium: 'flue-gas' | 'waste-water' | 'power' | 'water-use';
}

/** One frame: bytes, and the QN by which its answer is known. */
export interface Packet {
  qn: string;
  bytes: Uint8Array;
  /** the server says nothing to it */
  unanswered?: boolean;
}

/**
 * The frames of one report: gas under ST=31, water under ST=32, process signals under ST=51, meters under ST=51 (2025: 44), split where
 * the data area is over 950 bytes. Their QNs count up from `qnAt`, epoch ms, by the logger's clock.
 */
export function framesOf(sender: Sender, report: Report, backfill: boolean, qnAt: number): Packet[] {
  const stamp: Item = [['DataTime', stampOf(report.at)]];
  const command = report.settings ? INFORMATION : COMMAND[report.grain];
  const all: Packet[] = [];
  for (const [st, cells] of groups(sender, report)) {
    const items = [
      stamp,
      ...(report.settings ? settingItems(cells) : cells.map((cell) => itemOf(cell, sender.edition))),
    ];
    const draft = {
      st,
      cn: command,
      pw: PASSWORD,
      mn: sender.mn,
      flag: FLAG[sender.edition],
      ...(backfill && sender.edition === 2025 ? { rf: true } : {}),
      items,
    };
    for (const bytes of encodeSplit({ ...draft, qn: qnOf(qnAt + (report.clock ?? 0) + all.length) }))
      all.push({ qn: qnIn(bytes), bytes });
  }
  return all;
}

/** `##0123QN=20260301080000123;…` */
const qnIn = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset + 9, 17).toString('latin1');

function groups({ medium, edition }: Sender, report: Report): [string, Cell[]][] {
  if (medium === 'waste-water' || medium === 'water-use') return [['32', report.cells]];
  if (medium === 'power') return [[edition === 2025 ? '44' : '51', report.cells]];
  const gas = report.cells.filter((cell) => !PROCESS.has(cell.factor));
  const process = report.cells.filter((cell) => PROCESS.has(cell.factor));
  const both: [string, Cell[]][] = [
    ['31', gas],
    ['51', process],
  ];
  return both.filter(([, cells]) => cells.length > 0);
}

/** `PolId=a21026,i13008-Info=1.0200,i12001-Info=0`, an item for each instrument. */
function settingItems(cells: readonly Cell[]): Item[] {
  const told = cells.flatMap(({ factor, values }) => {
    const about = settingOf(factor);
    return about ? [{ ...about, text: values[0]![1] }] : [];
  });
  return [...Map.groupBy(told, ({ factor }) => factor)].map(([factor, all]) => [
    ['PolId', factor],
    ...all.map(({ setting, text }) => [`${setting}-Info`, text] as const),
  ]);
}

function itemOf(cell: Cell, edition: Edition): Item {
  const old = edition === 2005 && !OTHER_UNIT_IN_2005.has(cell.factor) ? FACTORS[cell.factor]?.old : undefined;
  const code = old ?? cell.factor;
  return [
    ...cell.values.map(([stat, text]) => [`${code}-${SUFFIX[stat]}`, text] as const),
    [`${code}-Flag`, cell.flag],
  ];
}

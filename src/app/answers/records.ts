import type { Engine } from '../../engine/engine.ts';
import type { Column } from '../../ledger/column.ts';
import { type ChannelId, channelFactor, channelGrain, channelStat, GRAIN_MS } from '../../model/channel.ts';
import { Flag, flagLetter, NO_VALUE } from '../../model/flag.ts';
import type { RecordRow } from '../../model/record-row.ts';

export interface RecordsQuery {
  outlet: string;
  /** Beijing day number */
  day: number;
}

/** Every reading of an outlet's day as it was received, by time, then factor and channel; undefined for an unknown outlet. */
export function recordsOf(engine: Engine, { outlet, day }: RecordsQuery): RecordRow[] | undefined {
  const ledger = engine.ledger(outlet);
  if (!ledger) return undefined;
  const page = ledger.page(day);
  if (!page) return [];
  const rows: RecordRow[] = [];
  const add = (channel: ChannelId, column: Column, slots: number, atOf: (slot: number) => number) => {
    const factor = engine.factors.codes[channelFactor(channel)]!;
    const [grain, stat] = [channelGrain(channel), channelStat(channel)];
    for (let slot = 0; slot < slots; slot++) {
      const flag = column.flags[slot]!;
      if (flag === Flag.EMPTY) continue;
      const value = (flag & NO_VALUE) === 0 ? column.values[slot]! : null;
      rows.push({ at: atOf(slot), factor, grain, stat, value, flag: flagLetter(flag) });
    }
  };
  for (const [channel, column] of page.columns) {
    const step = GRAIN_MS[channelGrain(channel)];
    add(channel, column, column.slots, (slot) => page.start + slot * step);
  }
  for (const [channel, { column, seconds, length }] of page.live) {
    add(channel, column, length, (slot) => page.start + seconds[slot]! * 1000);
  }
  const key = ({ factor, grain, stat }: RecordRow) => `${factor} ${grain} ${stat}`;
  return rows.sort((a, b) => a.at - b.at || (key(a) < key(b) ? -1 : 1));
}

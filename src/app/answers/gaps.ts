import type { Engine } from '../../engine/engine.ts';
import type { OutletLedger } from '../../ledger/outlet-ledger.ts';
import { dayOf, dayStart } from '../../model/beijing.ts';
import { channelGrain, GRAIN_MS } from '../../model/channel.ts';
import { Flag } from '../../model/flag.ts';
import type { HistoryGrain } from '../../model/request.ts';

export interface GapsQuery {
  outlet: string;
  /** epoch ms, half-open */
  from: number;
  to: number;
}

/** Periods of a grain, by their starts in `[from, to)`, of which no record at all is there. Epoch ms. */
export interface Gap {
  grain: HistoryGrain;
  from: number;
  to: number;
}

const ASKED_FOR = ['minute', 'hour'] as const;

/**
 * What is missing of an outlet between records that are there. A logger that sends every ten minutes is not missing nine
 * of them: the usual distance of its records is what counts. A grain that the outlet never sends is not missing either.
 */
export function gapsOf(engine: Engine, { outlet, from, to }: GapsQuery): Gap[] {
  const ledger = engine.ledger(outlet);
  if (!ledger) return [];
  const [begin, end] = [Math.max(from, ledger.firstAt), Math.min(to, ledger.watermark)];
  return begin < end ? ASKED_FOR.flatMap((grain) => between(startsOf(ledger, grain, begin, end), grain)) : [];
}

/** Starts of the periods of a grain of which anything was recorded, in order. */
function startsOf(ledger: OutletLedger, grain: HistoryGrain, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let day = dayOf(from); dayStart(day) < to; day++) {
    const columns = [...(ledger.page(day)?.columns ?? [])].filter(([channel]) => channelGrain(channel) === grain);
    const slots = columns[0]?.[1].slots ?? 0;
    for (let slot = 0; slot < slots; slot++) {
      const at = dayStart(day) + slot * GRAIN_MS[grain];
      if (at < from || at >= to) continue;
      if (columns.some(([, { flags }]) => flags[slot] !== Flag.EMPTY)) starts.push(at);
    }
  }
  return starts;
}

function between(starts: readonly number[], grain: HistoryGrain): Gap[] {
  const steps = new Map<number, number>();
  for (let i = 1; i < starts.length; i++) {
    const step = starts[i]! - starts[i - 1]!;
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const usual = [...steps].sort(([a, n], [b, m]) => m - n || a - b)[0]?.[0];
  if (usual === undefined) return [];
  return starts.slice(1).flatMap((at, i): Gap[] => {
    const before = starts[i]!;
    return at - before >= 2 * usual ? [{ grain, from: before + usual, to: at }] : [];
  });
}

import type { Engine } from '../engine/engine.ts';
import type { Arrivals } from '../ingest/arrivals.ts';
import type { AlertEvent } from '../model/alert.ts';
import { MINUTE_MS } from '../model/beijing.ts';
import { channelGrain, GRAIN_MS } from '../model/channel.ts';
import type { IssuedOrder } from '../model/issued-order.ts';
import type { Mark } from '../model/mark.ts';

/**
 * Runs recorded readings, marks and orders through the engine on their own clock, in order of arrival. Windows are judged once
 * a minute of that clock; at the end it runs on until everything has settled.
 * @param told every change of an alert, in the order in which it happened
 * @param progress share of the input that is done, 0–1
 */
export function replay(
  engine: Engine,
  arrivals: Arrivals,
  marks: readonly Mark[],
  told: (events: AlertEvent[]) => void,
  progress: (share: number) => void = () => {},
  orders: readonly IssuedOrder[] = [],
): void {
  const { source, channel, at, sentAt, value, flag, length } = arrivals.batch;
  engine.endsAt(lastData(arrivals));
  const order = arrivals.order();
  const acts = [
    ...marks.map((mark) => ({ ...by(mark), act: () => engine.mark(mark) })),
    ...orders.map((issued) => ({ ...by(issued), act: () => engine.order(issued) })),
  ];
  const queue = acts.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  let clock = Number.NEGATIVE_INFINITY;
  const reach = (time: number) => {
    const minute = Math.floor(time / MINUTE_MS) * MINUTE_MS;
    if (minute <= clock) return;
    clock = minute;
    told(engine.advance(minute));
  };
  const actsUntil = (time: number) => {
    while (queue.length > 0 && queue[0]!.at <= time) {
      const { at: entered, act } = queue.shift()!;
      reach(entered);
      act();
    }
  };
  for (let n = 0; n < length; n++) {
    const i = order[n]!;
    const arrivedAt = arrivals.arrivedAt[i]!;
    actsUntil(arrivedAt);
    reach(arrivedAt);
    engine.seen(source[i]!, arrivedAt);
    engine.write(source[i]!, channel[i]!, at[i]!, sentAt[i]!, value[i]!, flag[i]!);
    if ((n & 0xffff) === 0) progress(n / length);
  }
  actsUntil(Number.POSITIVE_INFINITY);
  told(engine.finish());
  progress(1);
}

const by = ({ createdAt, id }: { createdAt: number; id: string }) => ({ at: createdAt, id });

/** End of the latest period in the input, epoch ms. */
function lastData({ batch }: Arrivals): number {
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < batch.length; i++) {
    const end = batch.at[i]! + GRAIN_MS[channelGrain(batch.channel[i]!)];
    if (end > last) last = end;
  }
  return last;
}

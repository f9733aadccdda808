import { describe, expect, it } from 'vitest';
import { Engine } from '../../engine/engine.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, parseTime } from '../../model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../../model/channel.ts';
import { factorName } from '../../model/factors.ts';
import { Flag } from '../../model/flag.ts';
import type { HistoryGrain } from '../../model/request.ts';
import { weekEngine } from '../../testing/week.ts';
import { gapsOf } from './gaps.ts';

const START = parseTime('2026-03-02');
const at = (text: string) => parseTime(`2026-03-02 ${text}`);
const template = await weekEngine();

/** An outlet that sent records of one factor at these instants. */
function sent(
  grain: HistoryGrain,
  starts: readonly number[],
  engine = new Engine(template.catalogue, template.rulebook, factorName),
) {
  const [outlet] = [...engine.sites()][0]!.outlets;
  const channel = packChannel(engine.factors.of('a21002'), GRAIN_ID[grain], STAT_ID.avg);
  for (const start of starts) engine.write(engine.numberOf(outlet!.id)!, channel, start, start, 100, Flag.NORMAL);
  return { engine, gaps: () => gapsOf(engine, { outlet: outlet!.id, from: START, to: START + 7 * DAY_MS }) };
}
const every = (ms: number, from: number, to: number) =>
  Array.from({ length: (to - from) / ms }, (_, i) => from + i * ms);

describe('what is missing of an outlet', () => {
  it('are the minutes between those that came, over midnight as well', () => {
    const evening = START + DAY_MS - 10 * MINUTE_MS;
    const { gaps } = sent('minute', [
      ...every(MINUTE_MS, at('00:00'), evening),
      ...every(MINUTE_MS, START + DAY_MS + HOUR_MS, START + DAY_MS + 2 * HOUR_MS),
    ]);
    expect(gaps()).toEqual([{ grain: 'minute', from: evening, to: START + DAY_MS + HOUR_MS }]);
  });

  it('is nothing of a logger that sends every ten minutes, and two periods where twenty went by', () => {
    expect(sent('minute', every(10 * MINUTE_MS, at('00:00'), at('12:00'))).gaps()).toEqual([]);
    const { gaps } = sent('minute', [
      ...every(10 * MINUTE_MS, at('00:00'), at('06:00')),
      ...every(10 * MINUTE_MS, at('06:20'), at('12:00')),
    ]);
    expect(gaps()).toEqual([{ grain: 'minute', from: at('06:00'), to: at('06:20') }]);
  });

  it('are hours where hours are sent; neither what came before the first nor what is still to come', () => {
    const hours = every(HOUR_MS, at('03:00'), at('20:00')).filter((start) => start !== at('09:00'));
    const { engine, gaps } = sent('minute', every(MINUTE_MS, at('03:00'), at('20:00')));
    sent('hour', hours, engine);
    expect(gaps()).toEqual([{ grain: 'hour', from: at('09:00'), to: at('10:00') }]);
  });

  it('is not known of an outlet that sent one record, or none', () => {
    expect(sent('minute', [at('00:00')]).gaps()).toEqual([]);
    expect(sent('minute', []).gaps()).toEqual([]);
  });
});

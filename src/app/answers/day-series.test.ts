import { expect, it } from 'vitest';
import { loadCatalogue } from '../../catalogue/load.ts';
import { Engine } from '../../engine/engine.ts';
import { dayOf, MINUTE_MS, parseTime } from '../../model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../../model/channel.ts';
import { factorName } from '../../model/factors.ts';
import { Flag } from '../../model/flag.ts';
import { loadRuleFolder } from '../rule-folder.ts';
import { daySeries } from './day-series.ts';

const CATALOGUE = `sites:
  - id: s
    name: 厂
    industry: waste-incineration
    outlets:
      - { id: f1, medium: flue-gas, o2Reference: 11 }
`;

const { rulebook, standards } = await loadRuleFolder();

it('tells of a day what is usable, at reference oxygen beside, and which minutes marks take out', () => {
  const engine = new Engine(loadCatalogue([{ name: 'c.yaml', text: CATALOGUE }], standards), rulebook, factorName);
  const start = parseTime('2026-03-02');
  const write = (factor: string, minute: number, value: number, flag: number) => {
    const channel = packChannel(engine.factors.of(factor), GRAIN_ID.minute, STAT_ID.avg);
    engine.write(engine.numberOf('f1')!, channel, start + minute * MINUTE_MS, start, value, flag);
  };
  for (let m = 0; m < 3; m++) write('a19001', m, 6, Flag.NORMAL);
  write('a21005', 0, 30, Flag.NORMAL);
  write('a21005', 1, 99, Flag.FAULT);
  write('a21005', 2, 60, Flag.UNMARKED);
  const mark = { id: 'm', outlet: 'f1', createdAt: start, start: start + MINUTE_MS, end: start + 5 * MINUTE_MS };
  engine.mark({ ...mark, kind: 'out-of-service' });

  const series = daySeries(engine, { outlet: 'f1', day: dayOf(start) })!;
  expect(series).toMatchObject({ site: 's', outlet: 'f1', start });
  expect(series.factors.map(({ factor }) => factor)).toEqual(['a19001', 'a21005']);
  const co = series.factors[1]!;
  expect([...co.measured.slice(0, 4)]).toEqual([30, Number.NaN, 60, Number.NaN]);
  // C × (21 − 11) / (21 − 6)
  expect([...co.converted.slice(0, 3)]).toEqual([20, Number.NaN, 40]);
  expect([...series.received.slice(0, 5)]).toEqual([1, 1, 1, 0, 0]);
  expect([...series.stopped.slice(0, 6)]).toEqual([0, 1, 1, 1, 1, 0]);
  expect(daySeries(engine, { outlet: 'nobody', day: dayOf(start) })).toBeUndefined();
});

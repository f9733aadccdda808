import { z } from 'zod';
import { isUsable } from '../../model/flag.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { excusedBy, sustained } from './params.ts';
import { column, filed, type Recent, type Run, recentOf, runs, spanOf } from './recent.ts';
import { onSchema, State, stateOf, unitOf } from './units.ts';

/**
 * A meter that contradicts itself (regulations PWR-09): voltage present and current exactly 0 although power is drawn;
 * a phase missing; a reading that stands still to the last digit while the machine runs. Voltage present and current
 * exactly 0 for long and nothing else is a stopped machine as well as a cut current line: told for information.
 */
export default defineDetector({
  title: { zh: '电表数据不可信', en: 'Meter contradicts itself' },
  window: 'hour',
  lookbackDays: 1,
  params: z.strictObject({
    currents: z.array(z.string()).min(1).describe('电流编码前缀 / code prefixes of currents'),
    voltages: z.array(z.string()).min(1).describe('电压编码前缀 / code prefixes of voltages'),
    phases: z
      .array(z.array(z.string()).min(2))
      .describe('同一组相电压的编码前缀 / code prefixes of the phase voltages that belong together'),
    minVolts: z
      .number()
      .positive()
      .describe('V；低于此值为缺相 / V; a phase with less is missing, with as much it is present'),
    contradicting: sustained.describe(
      '有电压、无电流而有功率的连续分钟 / minutes of voltage and power without current',
    ),
    phaseMissing: sustained.describe('缺相的连续分钟 / minutes with a phase missing'),
    constant: sustained.describe('运行中读数不变的连续分钟 / minutes in which the reading stands still'),
    currentZero: sustained.describe('有电压而电流为零的连续分钟 / minutes of voltage without current'),
    on: onSchema,
    excusedBy,
  }),
  evaluate(view, params) {
    if (view.outlet.meter === undefined) return [];
    const recent = recentOf(view);
    const unit = unitOf(view, recent, params.on);
    const explained = filed(view, recent, params.excusedBy);
    const due = [...view.day(view.days.from).due];
    const columnsOf = (prefixes: readonly string[]) =>
      due.filter((code) => prefixes.some((prefix) => code.startsWith(prefix))).map((code) => known(view, recent, code));
    const currents = columnsOf(params.currents);
    const voltages = columnsOf(params.voltages);
    const sets = params.phases.map((prefixes) => columnsOf(prefixes)).filter((set) => set.length > 1);
    const live = (m: number) => voltages.some((volts) => volts[m]! >= params.minVolts);
    const noCurrent = (m: number) => currents.length > 0 && currents.every((amperes) => amperes[m] === 0);
    const running = (m: number) => stateOf(unit, m) === State.ON;
    const active = known(view, recent, 'kw');
    const readings = [active, ...currents].filter((values) => values.some((value) => !Number.isNaN(value)));
    const stands = (values: Float64Array) => (m: number) => m > 0 && values[m] === values[m - 1] && running(m);
    const checks: Record<keyof typeof SIGNS, [minutes: number, (m: number) => boolean][]> = {
      contradicting: [[params.contradicting, (m) => noCurrent(m) && live(m) && running(m)]],
      phaseMissing: sets.map((set) => [params.phaseMissing, (m) => missing(set, m, params.minVolts)]),
      // One equal step fewer than minutes: the first minute of a still stretch equals none before it.
      constant: readings.map((values) => [params.constant - 1, stands(values)]),
      currentZero: [[params.currentZero, (m) => noCurrent(m) && live(m) && !running(m)]],
    };
    return (Object.keys(SIGNS) as (keyof typeof SIGNS)[]).flatMap((sign) =>
      checks[sign].flatMap(([minutes, holds]) =>
        runs(recent, minutes, (m) => !explained[m] && holds(m)).map((run): Claim => {
          const whole: Run = sign === 'constant' ? { from: run.from - 1, to: run.to } : run;
          const { start, end, date } = spanOf(view, recent, whole);
          const { zh, en } = SIGNS[sign];
          const facts = { date, sign: { zh, en } };
          const limit = params[sign];
          const informational = sign === 'currentZero';
          return { factor: null, start, end, value: whole.to - whole.from, limit, unit: 'min', informational, facts };
        }),
      ),
    );
  },
});

const SIGNS = {
  contradicting: { zh: '有电压、电流为零而仍有功率', en: 'voltage present and current zero, but power is drawn' },
  phaseMissing: { zh: '缺相', en: 'a phase is missing' },
  constant: { zh: '运行中读数一成不变', en: 'the reading stands still while the machine runs' },
  currentZero: { zh: '有电压而电流长时间为零', en: 'voltage present and current zero for long' },
} as const;

/** Usable values of two days, NaN elsewhere. */
function known(view: Parameters<typeof column>[0], recent: Recent, factor: string): Float64Array {
  const { values, flags } = column(view, recent, factor);
  return values.map((value, m) => (isUsable(flags[m]!) ? value : Number.NaN));
}

/** Some phase has voltage and another has none; where one is not known, nothing is said. */
function missing(phases: readonly Float64Array[], m: number, minVolts: number): boolean {
  const volts = phases.map((values) => values[m]!);
  return !volts.some(Number.isNaN) && volts.some((v) => v >= minVolts) && volts.some((v) => v < minVolts);
}

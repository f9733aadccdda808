import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadRuleFolder } from '../src/app/rule-folder.ts';
import { loadCatalogue } from '../src/catalogue/load.ts';
import { Engine } from '../src/engine/engine.ts';
import { LeadBook } from '../src/leads/lead-book.ts';
import { DAY_MS, dayOf, dayStart, minuteText, parseTime } from '../src/model/beijing.ts';
import { GRAIN_ID, type Grain, packChannel, STAT_ID } from '../src/model/channel.ts';
import { factorName } from '../src/model/factors.ts';
import { flagOf } from '../src/model/flag.ts';
import type { Figures } from './run.ts';

/** A real table as an outlet: which column is which factor, and what a row speaks for. */
interface Table {
  file: string;
  grain: Exclude<Grain, 'live' | 'five'>;
  industry: string;
  medium: 'flue-gas' | 'waste-water';
  columns: Record<string, string>;
  /** the water that comes in, where a column has it */
  intake?: string;
}

const TURBINE = { grain: 'hour', industry: 'thermal-power', medium: 'flue-gas' } as const;
const GASES = { CO: 'a21005', NOX: 'a21002' };

/** Series of `shared/data/real` that can stand for an outlet, as they are; names of columns as in its README. */
const TABLES: readonly Table[] = [
  ...['2011', '2012', '2013'].map((year) => ({ ...TURBINE, file: `gas-turbine/gt_${year}.csv.gz`, columns: GASES })),
  {
    file: 'wastewater/melbourne_daily.csv.gz',
    grain: 'day',
    industry: 'sewage-works',
    medium: 'waste-water',
    columns: { average_outflow: 'w00000', ammonia: 'w21003', BOD: 'w01017', COD: 'w01018', total_nitrogen: 'w21001' },
    intake: 'average_inflow',
  },
  {
    file: 'wastewater/tilburg_15min.csv.gz',
    grain: 'minute',
    industry: 'sewage-works',
    medium: 'waste-water',
    columns: { q_inf: 'w00000', temp: 'w01010' },
  },
  {
    file: 'gecco-water/gecco2018_train.csv.gz',
    grain: 'minute',
    industry: 'sewage-works',
    medium: 'waste-water',
    columns: { Tp: 'w01010', pH: 'w01001', Leit: 'w01014', Trueb: 'w01003', Fm: 'w00000' },
  },
];

/**
 * Untouched real series through the full engine, under the rules as they ship: which signals of suspected falsification
 * they raise, and whether any lead comes of them. Where the data are: `FLUEWATCH_REAL`, else `../shared/data/real`.
 */
export async function run(): Promise<Figures> {
  const root = process.env.FLUEWATCH_REAL ?? path.join(import.meta.dirname, '../../shared/data/real');
  if (!existsSync(root)) return { skipped: `no real series at ${root}` };
  const rules = await loadRuleFolder();
  const figures = { series: 0, days: 0, leads: 0, reviewCases: 0 };
  const signals: Record<string, number> = {};
  for (const table of TABLES) {
    const { rows, head } = read(path.join(root, table.file));
    const catalogue = loadCatalogue([{ name: 'real.yaml', text: catalogueOf(table) }], rules.standards);
    const engine = new Engine(catalogue, rules.rulebook, factorName);
    const book = new LeadBook(rules.rulebook.leads, () => ({ name: { zh: '实测', en: 'Real' }, keyPolluter: false }));
    let day = Number.NaN;
    let until = 0;
    for (const row of rows) {
      const at = parseTime(row[0]!);
      until = dayStart(dayOf(at) + 1);
      for (const [column, factor] of Object.entries(table.columns)) {
        write(engine, 'real-1', factor, table.grain, at, row[head.indexOf(column)]!);
      }
      if (table.intake) write(engine, 'real-in', 'w00000', table.grain, at, row[head.indexOf(table.intake)]!);
      if (dayOf(at) === day) continue;
      day = dayOf(at);
      figures.days++;
      book.follow(engine.advance(dayStart(day)));
    }
    engine.endsAt(until);
    for (let k = 1; k <= 3; k++) book.follow(engine.advance(until + k * DAY_MS));
    book.follow(engine.finish());
    figures.series++;
    for (const alert of engine.alerts.alerts()) {
      if (alert.kind !== 'falsification' || alert.severity === 'info') continue;
      signals[alert.rule] = (signals[alert.rule] ?? 0) + 1;
      console.error(
        `${table.file} ${alert.rule} ${alert.factor} ${minuteText(alert.start)} ${minuteText(alert.end)} ${alert.says.en}`,
      );
    }
    for (const { cause, queue, evidence } of book.all()) {
      if (!cause.startsWith('falsification/')) continue;
      figures[queue === 'enforcement' ? 'leads' : 'reviewCases']++;
      if (queue === 'enforcement') console.error(`${table.file} LEAD ${JSON.stringify(evidence)}`);
    }
  }
  return { ...figures, signals };
}

function read(file: string): { head: string[]; rows: string[][] } {
  const [head, ...rows] = gunzipSync(readFileSync(file)).toString('utf8').trim().split(/\r?\n/);
  return { head: head!.split(','), rows: rows.map((row) => row.split(',')) };
}

function write(engine: Engine, outlet: string, factor: string, grain: Table['grain'], at: number, text: string): void {
  if (text === '' || Number.isNaN(+text)) return;
  const source = engine.numberOf(outlet)!;
  const channel = packChannel(engine.factors.of(factor), GRAIN_ID[grain], STAT_ID.avg);
  engine.write(source, channel, at, at + 60_000, +text, flagOf('N'));
}

const catalogueOf = ({ industry, medium, intake }: Table) => `sites:
  - id: real
    name: {zh: 实测, en: Real}
    region: "330110"
    industry: ${industry}
    keyPolluter: false
    permitManagement: key
    outlets:
      - {id: real-1, name: {zh: 排放口, en: Outlet}, medium: ${medium}, devices: [{mn: "88888880000001"}]}
${intake === undefined ? '' : '      - {id: real-in, name: {zh: 进水, en: Intake}, medium: water-use, devices: [{mn: "88888880000002"}], meter: {role: production, serves: [real-1]}}\n'}`;

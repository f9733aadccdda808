import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeCommand } from '../app/command.ts';
import { isInForce, loadDetectors, readTexts, SHIPPED_RULES } from '../app/rule-folder.ts';
import { RuleLibrary } from '../app/rule-library.ts';
import { Shard } from '../app/shard.ts';
import { OWN_MAPPINGS } from '../ingest/codecs/mapped/readings.ts';
import { openJournal } from '../journal/sqlite.ts';
import { HOUR_MS, parseTime, secondText } from '../model/beijing.ts';
import type { Entry } from '../model/entry.ts';
import { StoreWriter } from '../store/writer.ts';
import { runCommand } from '../testing/run-command.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { reportCommand } from './report.ts';

/**
 * A data folder as a server leaves it: hour values of one furnace from 2026-03-02 on, SO2 81 (limit 80) and CO 40, hours
 * 10 and 11 of the first day never sent. By hand: 2 × 24 = 48 hour values due, 44 received and valid, 91.66 %.
 */
const data = temporaryFolder();
const FIRST = parseTime('2026-03-02');
const HOURS = 26;

const CATALOGUE = `
sites:
  - id: plant
    name: { zh: 一号电厂, en: Plant one }
    region: "330110"
    industry: waste-incineration
    keyPolluter: true
    outlets:
      - { id: plant-f1, name: { zh: 1 号炉, en: Furnace 1 }, medium: flue-gas, furnace: 1, standard: gb18485-2014, o2Reference: 11, devices: [] }
`;

function hour(h: number): string {
  const time = secondText(FIRST + h * HOUR_MS);
  const of = (factor: string, value: number) => `${time},plant-f1,${factor},hour,avg,${value},N`;
  return ['time,outlet,factor,grain,stat,value,flag', of('a21026', 81), of('a21005', 40), of('a19001', 11)].join('\n');
}

beforeAll(async () => {
  const file = (name: string) => path.join(data, name);
  writeFileSync(file('catalogue.yaml'), CATALOGUE);
  writeFileSync(file('connections.yaml'), 'report: { issuer: 示例监测中心 }');
  const { id, hash, text } = OWN_MAPPINGS.find((mapping) => mapping.id === 'readings-csv')!;
  const meta = JSON.stringify({ peer: 'http', subject: 'hours.csv', mapping: hash });
  const journal = await openJournal(file('journal.db'));
  await journal.append([{ kind: 'command', at: FIRST, meta: '', bytes: writeCommand({ kind: 'mapping', id, text }) }]);
  for (let h = 0; h < HOURS; h++) {
    if (h === 10 || h === 11) continue;
    const entry: Entry = { kind: 'message', at: FIRST + (h + 1) * HOUR_MS, meta, bytes: Buffer.from(hour(h)) };
    await journal.append([entry]);
  }
  const catalogue = [{ name: 'catalogue.yaml', text: CATALOGUE }];
  const library = new RuleLibrary(await loadDetectors(), catalogue);
  const rules = new Map([...readTexts(SHIPPED_RULES)].filter(([name]) => isInForce(name)));
  const store = new StoreWriter(file('views.db'));
  const shard = new Shard(library.load(rules), library, store, (from) => journal.read(from));
  for (const batch of journal.read(1)) shard.take([batch]);
  shard.rest();
  store.close();
  await journal.close();
}, 60_000);

const run = (...args: string[]) => runCommand(reportCommand(), [...args, '--data', data]);

describe('fluewatch report', () => {
  it('writes the report of a data folder, also of what its last checkpoint does not hold yet', async () => {
    const output = path.join(data, 'day.html');
    const { code, err } = await run('daily', '2026-03-02', '-o', output);
    expect([code, err]).toEqual([0, `written to ${output}\n`]);
    const html = readFileSync(output, 'utf8');
    for (const said of [
      '示例监测中心',
      'Plant one',
      '81 mg/m³',
      '48 hour values due, 44 received, 44 valid',
      '91.66',
    ]) {
      expect(html).toContain(said);
    }
  });

  it('writes a PDF in the language that was asked for, and leaves the folder as it was', async () => {
    const before = readFileSync(path.join(data, 'views.db'));
    const output = path.join(data, 'month.pdf');
    const { code } = await run('monthly', '2026-03', '--lang', 'zh', '--issuer', '另一单位', '-o', output);
    expect([code, readFileSync(output).subarray(0, 5).toString()]).toEqual([0, '%PDF-']);
    expect(readFileSync(path.join(data, 'views.db')).equals(before)).toBe(true);
  }, 20_000);

  it.each([
    [['daily', '2026-3-2'], 2, '"2026-3-2" should look like'],
    [['monthly', '2999-01'], 2, '2999-01 is still to come'],
    [['daily', '2026-03-02', '--region', '44'], 4, 'no site is in region 44'],
    [['daily', '2026-03-02', '-o', 'report.doc'], 2, 'should end in .pdf or .html'],
    [['daily', '2026-03-02', '--lang', 'fr'], 2, '--lang should be zh or en'],
  ])('refuses %j with a code and a reason, and writes nothing', async (args, code, said) => {
    const files = readdirSync('.');
    const outcome = await run(...args);
    expect([outcome.code, outcome.err]).toEqual([code, expect.stringContaining(said)]);
    expect(readdirSync('.')).toEqual(files);
  });

  it('names a folder without data', async () => {
    const { code, err } = await runCommand(reportCommand(), ['daily', '2026-03-02', '--data', path.join(data, 'none')]);
    expect([code, err]).toEqual([4, expect.stringContaining('views.db')]);
  });
});

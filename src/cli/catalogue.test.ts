import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from '../testing/run-command.ts';
import { catalogueCommand } from './catalogue.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-permits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CATALOGUE = `# who is who
sites:
  - id: plant
    name: {zh: 电厂, en: Plant} # its name
    industry: waste-incineration
    outlets:
      - id: f1
        medium: flue-gas
        devices: [{mn: "88880001", password: "123456"}]
        standard: gb18485-2014
        limits:
          # the permit of 2020
          - {factor: a21005, basis: day, value: 70, unit: mg/m3, from: 2020-01-01}

      - id: w1
        medium: waste-water
`;

const HEAD = '许可证编号,有效期起,有效期止,排放口,因子,周期,限值,单位';

function files(rows: readonly string[], name: string): { csv: string; catalogue: string } {
  const csv = path.join(folder, `${name}.csv`);
  const catalogue = path.join(folder, `${name}.yaml`);
  writeFileSync(csv, iconv.encode([HEAD, ...rows].join('\r\n'), 'gb18030'));
  writeFileSync(catalogue, CATALOGUE);
  return { csv, catalogue };
}

const importing = (csv: string, catalogue: string, ...more: string[]) =>
  runCommand(catalogueCommand(), ['import-permits', csv, '--catalogue', catalogue, ...more]).then(
    ({ code, out, err }) => {
      return { code, stdout: out, stderr: err };
    },
  );

describe('catalogue import-permits', () => {
  it('shows which limit binds from which day, and writes it with comments and order kept', async () => {
    const { csv, catalogue } = files(
      [
        'P2,2026/1/1,2030/12/31,f1,一氧化碳,日均值,60,mg/m³',
        'P2,2026/1/1,2030/12/31,f1,SO2,hour,90,mg/m3',
        'P2,2026/1/1,2030/12/31,w1,化学需氧量,日,50,mg/L',
      ],
      'new',
    );
    const dry = await importing(csv, catalogue, '--dry-run');
    expect(dry.code).toBe(0);
    // 80 of the standard is less strict than the permit; 100 an hour of SO2 is less strict as well. Afterwards what was binds again.
    expect(
      dry.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/\s{2,}/)),
    ).toEqual([
      ['f1', 'a21005', 'day', '2026-01-01 – 2030-12-31', '70 mg/m3 (permit) → 60 mg/m3 (permit)'],
      ['f1', 'a21026', 'hour', '2026-01-01 – 2030-12-31', '100 mg/m3 (gb18485-2014) → 90 mg/m3 (permit)'],
      ['w1', 'w01018', 'day', '2026-01-01 – 2030-12-31', 'no limit → 50 mg/L (permit)'],
    ]);
    expect(readFileSync(catalogue, 'utf8')).toBe(CATALOGUE);
    const done = await importing(csv, catalogue);
    expect(done.stderr).toMatch(/3 limits added, 0 changed, 0 the same; a server takes them at its next start/);
    const row = (factor: string, basis: string, value: number, unit: string) =>
      `{factor: ${factor}, basis: ${basis}, value: ${value}, unit: ${unit}, source: permit, from: 2026-01-01, to: 2031-01-01, clause: P2}`;
    expect(readFileSync(catalogue, 'utf8')).toBe(
      CATALOGUE.replace(
        'from: 2020-01-01}\n',
        `from: 2020-01-01}\n          - ${row('a21005', 'day', 60, 'mg/m3')}\n          - ${row('a21026', 'hour', 90, 'mg/m3')}\n`,
      ).replace(
        '        medium: waste-water\n',
        `        medium: waste-water\n        limits:\n          - ${row('w01018', 'day', 50, 'mg/L')}\n`,
      ),
    );
    const again = await importing(csv, catalogue);
    expect([again.stdout, again.stderr]).toEqual(['', expect.stringMatching(/0 limits added, 0 changed, 3 the same/)]);
  });

  it('changes a limit of the same day in its place, and names a permit that ran out', async () => {
    const { csv, catalogue } = files(
      ['P1,2020-01-01,2024-12-31,f1,a21005,day,65,mg/m3', 'P9,2019-01-01,2023-12-31,f1,a21024,day,40,mg/m3'],
      'old',
    );
    const { stdout, stderr } = await importing(csv, catalogue);
    expect(stdout).toMatch(/2020-01-01 – 2024-12-31 {2}70 mg\/m3 \(permit\) → 65 mg\/m3 \(permit\)/);
    expect(stdout).toMatch(/2025-01-01 – on +70 mg\/m3 \(permit\) → 80 mg\/m3 \(gb18485-2014\)/);
    expect(stderr).toMatch(/permit P1 \(f1\) ran out on 2024-12-31/);
    expect(stderr).toMatch(/permit P9 \(f1\) ran out on 2023-12-31/);
    const text = readFileSync(catalogue, 'utf8');
    expect(text).toContain(
      '{factor: a21005, basis: day, value: 65, unit: mg/m3, from: 2020-01-01, source: permit, to: 2025-01-01, clause: P1}',
    );
    expect(text).toContain('# the permit of 2020');
  });

  it.each([
    ['P,2026-01-01,2030-12-31,f2,a21005,day,60,mg/m3', /bad\.csv:2:4 排放口: no such outlet "f2"; did you mean "f1"\?/],
    ['P,2026-01-01,2030-12-31,f1,a21505,day,60,mg/m3', /:2:5 因子: no such factor "a21505"; did you mean "a/],
    ['P,2026-01-01,2030-12-31,f1,a21005,dya,60,mg/m3', /:2:6 周期: no such basis "dya"; did you mean "day"\?/],
    ['P,2026-01-01,2030-12-31,f1,a21005,day,6o,mg/m3', /:2:7 限值: "6o" is not a number/],
    ['P,2026-13-01,2030-12-31,f1,a21005,day,60,mg/m3', /:2:2 有效期起: "2026-13-01" is not a date/],
    ['P,2026-01-01,2025-12-31,f1,a21005,day,60,mg/m3', /:2:3 有效期止: the permit ends before/],
    [',2026-01-01,2030-12-31,f1,a21005,day,60,mg/m3', /:2:1 许可证编号: the number of the permit is missing/],
    ['P,2026-01-01,2030-12-31,f1,a21005,day,60,ug/m3', /unit ug\/m3 of the limit is not mg\/m3/],
  ])('refuses %s with row, column and the nearest name, and writes nothing', async (row, expected) => {
    const { csv, catalogue } = files([row], 'bad');
    const { code, stderr } = await importing(csv, catalogue);
    expect(code).toBe(3);
    expect(stderr).toMatch(expected);
    expect(readFileSync(catalogue, 'utf8')).toBe(CATALOGUE);
  });

  it('refuses two limits for one day, and a strange column', async () => {
    const two = files(
      ['P,2026-01-01,2030-12-31,f1,a21005,day,60,mg/m3', 'Q,2026-01-01,2030-12-31,f1,CO,日,55,mg/m3'],
      'two',
    );
    expect((await importing(two.csv, two.catalogue)).stderr).toMatch(
      /two\.csv:3:7 限值: .*as line 2, but another limit/,
    );
    writeFileSync(two.csv, 'permit,valid_from\nP,2026-01-01\n');
    expect((await importing(two.csv, two.catalogue)).stderr).toMatch(
      /no such column "valid_from"; did you mean "validFrom"\?/,
    );
  });
});

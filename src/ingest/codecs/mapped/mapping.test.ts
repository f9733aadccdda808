import { describe, expect, test } from 'vitest';
import { problemText } from '../../../config/strict-yaml.ts';
import { lintMapping } from './mapping.ts';

const GOOD = `id: gas
format: json
records: $.data[*]
sender: {path: mn}
time: {path: ts, form: ms}
grain: minute
stat: avg
values:
  - {path: so2, factor: a21026, unit: ug/m3}
`;

/** The good one with a line in the place of another. */
const bent = (from: string, to: string) =>
  lintMapping(GOOD.replace(from, to), 'gas.yaml').map((p) => problemText(p, 'en'));

describe('a mapping', () => {
  test('without fault', () => {
    expect(lintMapping(GOOD, 'gas.yaml')).toEqual([]);
  });

  test.each([
    ['id: gas', 'id: hj212', 'gas.yaml:1:1 id: hj212 is reserved for frames'],
    ['format: json', 'format: jsn', 'gas.yaml:2:1 format: no such value "jsn"; did you mean "json"?'],
    ['sender: {path: mn}\n', '', 'gas.yaml:1:1 sender: missing'],
    ['sender', 'sendr', 'gas.yaml:4:1 sendr: no such key "sendr"; did you mean "sender"?'],
    ['records: $.data[*]', "records: '^.data'", 'gas.yaml:3:1 records: must begin at the message'],
    ['path: mn', "path: 'a[*].mn'", 'gas.yaml:4:10 sender.path: "*" belongs into records'],
    ['path: mn', "path: 'a[x'", 'gas.yaml:4:10 sender.path: path "a[x" makes no sense from "[x" on'],
    ['path: mn', 'pth: mn', 'no such key "pth"; did you mean "path"?'],
    ['form: ms', 'form: unix', 'gas.yaml:5:18 time.form: no such value "unix"'],
    ['grain: minute', 'grain: minutes', 'gas.yaml:6:1 grain: no such value "minutes"; did you mean "minute"?'],
    ['grain: minute', 'grain: live', 'gas.yaml:7:1 stat: live values are rtd or zsrtd'],
    ['factor: a21026', 'factor: a2102', 'no such factor "a2102"; did you mean "a21002"?'],
    ['unit: ug/m3', 'unit: ppm', 'unit "ppm" cannot be turned into mg/m3, the usual one of a21026'],
    ['unit: ug/m3', 'flag: {path: q, names: {ok: X}}', 'no such data mark "X"'],
    ['stat: avg', 'stat: avg\ncolumns: [a]', 'columns: is for CSV only'],
    ['format: json', 'format: csv', 'records: each line of a CSV is a record'],
  ])('with %s as %s', (from, to, problem) => {
    expect(bent(from, to)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  });

  test('of which the syntax is broken says so once', () => {
    expect(bent('{path: mn}', '{path: a[*].b}')).toEqual([expect.stringContaining('gas.yaml:4:')]);
  });
});

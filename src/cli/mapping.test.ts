import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from '../testing/run-command.ts';
import { mappingCommand } from './mapping.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-mapping-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
}
const mapping = (...args: string[]) => runCommand(mappingCommand(), args);

const POWER = `id: power
format: json
records: $.rows
sender: {path: '{topic.2}'}
time: {path: at}
grain: minute
stat: avg
values:
  - {path: p, factor: kw, unit: W}
  - {path: i, factor: i33200}
`;

describe('mapping lint', () => {
  it('says where, what and how to mend it, of all files at once', async () => {
    const good = file('good.yaml', POWER);
    const bad = file('bad.yaml', POWER.replace('grain: minute', 'grain: minutes'));
    expect(await mapping('lint', good)).toMatchObject({ code: 0, out: '', err: '1 mapping(s): nothing found\n' });
    const { code, err } = await mapping('lint', bad, good);
    expect([code, err]).toEqual([
      3,
      expect.stringContaining('bad.yaml:6:1 grain: no such value "minutes"; did you mean "minute"?'),
    ]);
  });
});

describe('mapping try', () => {
  it('shows the readings of a sample, its faults, and paths that nothing came by', async () => {
    const yaml = file('power.yaml', POWER);
    const rows = [
      { at: '2026-03-01 00:00:00', p: 1500 },
      { at: 'soon', p: 1 },
    ];
    const sample = file('sample.json', JSON.stringify({ rows }));
    const { code, out, err } = await mapping('try', yaml, sample, '--topic', 'gw/M1/power');
    expect(code).toBe(1);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        v: 1,
        ok: true,
        record: 0,
        sender: 'M1',
        factor: 'kw',
        grain: 'minute',
        stat: 'avg',
        value: 1.5,
        unit: 'kW',
        flag: '',
        time: '2026-03-01T00:00:00+08:00',
      },
      {
        v: 1,
        ok: false,
        record: 1,
        why: 'TIME',
        says: expect.objectContaining({ en: expect.stringContaining('"soon"') }),
      },
    ]);
    expect(err).toContain('no record gave a reading by i; check that path');
    expect(err).toContain('1 readings of 1 sender(s); 1 fault(s)');
  });
});

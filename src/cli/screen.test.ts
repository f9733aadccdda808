import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'screen-'));
const main = path.join(import.meta.dirname, 'main.ts');

function screen(file: string, ...options: string[]) {
  const run = spawnSync(process.execPath, [main, 'screen', file, ...options], {
    encoding: 'utf8',
    env: { ...process.env, FLUEWATCH_LANG: 'en' },
  });
  const lines = run.stdout.split('\n').filter((line) => line !== '');
  return { code: run.status, said: lines.map((line) => JSON.parse(line)), heard: run.stderr };
}

/** Sixty days of hours: so2 repeats day 40 on day 45, value by value. */
function rows(zone: string): string[] {
  let seed = 3;
  const noise = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 4_294_967_296;
  };
  const so2 = Array.from({ length: 1440 }, (_, i) => (30 + 8 * Math.sin(i / 3.8) + 6 * noise()).toFixed(2));
  so2.splice(45 * 24, 24, ...so2.slice(40 * 24, 41 * 24));
  return so2.map((value, i) => {
    const time = new Date(Date.UTC(2026, 2, 1) + i * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    return `${time}${zone},${value},${(9 + noise()).toFixed(1)}`;
  });
}

const written = (name: string, lines: string[], head = 'time,so2,o2') => {
  const file = path.join(folder, name);
  const text = `${head}\n${lines.join('\n')}\n`;
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
};

describe('fluewatch screen', () => {
  it('tells a replayed day as the contract has it, in the zone of the input, and draws a report that loads nothing', () => {
    const report = path.join(folder, 'report.html');
    const file = written('plain.csv.gz', rows('+08:00'));
    const { code, said, heard } = screen(file, '--columns', 'so2', '--limit', 'so2=35', '--report', report);
    expect(code, heard).toBe(0);
    const replayed = said.filter(({ kind, score }) => kind === 'replay' && score >= 0.5);
    expect(replayed).toMatchObject([
      {
        v: 1,
        series: 'so2',
        start: '2026-04-15T00:00:00+08:00',
        end: '2026-04-15T23:00:00+08:00',
        facts: { matched: 24, lagHours: 120 },
      },
    ]);
    const [{ at, says }] = replayed;
    expect(at >= '2026-04-15T02' && at <= '2026-04-15T05').toBe(true);
    expect(says.zh).toMatch(/^疑似/);
    expect(says.en).toMatch(/^suspected/);
    expect(said.every(({ series }) => series === 'so2')).toBe(true);
    const html = readFileSync(report, 'utf8');
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/(?:src|href)="(?!#)|url\((?!#)|@import/);
  });

  it('says that there is not enough, with the reason, and prints nothing', () => {
    const few = screen(written('few.csv', rows('').slice(0, 100)));
    expect(few).toMatchObject({ code: 0, said: [] });
    expect(few.heard).toContain('so2: not enough to judge: 100 valid samples, at least 240 are needed');
    const seconds = Array.from({ length: 400 }, (_, i) => `${1_767_225_600 + 5 * i},${i % 7},1`);
    expect(screen(written('fast.csv', seconds)).heard).toContain('a step of 5 s; between 30 s and a day is needed');
    const zero = rows('').map((row) => `${row.split(',')[0]},0,`);
    const still = screen(written('zero.csv', zero));
    expect(still.said).toEqual([]);
    expect(still.heard).toContain('every sample is 0');
    const one = screen(written('one.csv', rows('').slice(0, 1)));
    expect(one).toMatchObject({ code: 0, said: [] });
    expect(one.heard).toContain('so2: not enough to judge: there is only one time');
  });

  it('passes over repeated, unreadable and far-away rows and says how many', () => {
    const odd = rows('');
    const bad = [odd[0]!, 'yesterday,1,2', '2099-01-01 00:00:00,1,2', ...odd.slice(1), odd[7]!];
    const { code, heard } = screen(written('odd.csv', bad), '--columns', 'o2');
    expect(code).toBe(0);
    expect(heard).toContain('1 row(s) without a readable time');
    expect(heard).toContain('1 row(s) far away in time');
    expect(heard).toContain('1 row(s) repeat a time');
  });

  it('survives numbers of any size', () => {
    const wild = rows('').map((row, i) => row.replace(/,.*/, `,${i % 7}e${(i % 600) - 300},${-i}`));
    expect(screen(written('wild.csv', wild)).code).toBe(0);
  });

  it('names what is allowed where a column does not exist', () => {
    const file = written('names.csv', rows('').slice(0, 50));
    const { code, heard } = screen(file, '--columns', 'so3');
    expect(code).toBe(2);
    expect(heard).toContain('did you mean "so2"?');
    expect(screen(path.join(folder, 'none.csv')).code).toBe(4);
  });
});

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may look into whom (the house plan): a room sees itself and what stands beside its name. */
const MAY_SEE: Record<string, readonly string[]> = {
  model: [],
  config: ['model'],
  brokers: ['model', 'config'],
  catalogue: ['model', 'config'],
  journal: ['model'],
  ledger: ['model'],
  alerts: ['model'],
  leads: ['model'],
  store: ['model'],
  statistics: ['model'],
  screen: ['model', 'config', 'statistics'],
  report: ['model'],
  detectors: ['model', 'ledger', 'statistics'],
  rulebook: ['model', 'config', 'catalogue', 'detectors'],
  engine: ['model', 'catalogue', 'ledger', 'detectors', 'rulebook', 'alerts'],
  ingest: ['model', 'config', 'brokers'],
  simulator: ['model', 'config', 'ingest'],
  sinks: ['model', 'config', 'store', 'brokers'],
  api: ['model', 'config', 'store'],
  console: ['model'],
  app: [
    'model',
    'config',
    'catalogue',
    'journal',
    'ledger',
    'alerts',
    'leads',
    'store',
    'detectors',
    'screen',
    'rulebook',
    'engine',
    'ingest',
    'simulator',
    'sinks',
    'report',
    'api',
  ],
  cli: ['model', 'config', 'catalogue', 'journal', 'store', 'engine', 'ingest', 'simulator', 'screen', 'report', 'app'],
};

/** Inside ingest: a transport knows no pollutant, a codec no socket. */
const ALSO = [
  {
    from: /^ingest\/transports\//,
    not: /^model\/(channel|factors|batch|flag)\.ts$/,
    because: 'a transport knows no pollutant',
  },
  { from: /^ingest\/codecs\//, not: /^ingest\/transports\//, because: 'a codec knows no socket' },
  {
    from: /^(engine|ledger|detectors|alerts|leads|statistics|screen)\//,
    not: /^node:(fs|net|http|timers|worker_threads)/,
    because: 'the heart does no I/O',
  },
];

const SRC = path.join(import.meta.dirname, '..');
const sources = globSync('**/*.{ts,tsx}', { cwd: SRC }).filter(
  (file) => !/\.test\.tsx?$/.test(file) && !file.startsWith('testing/'),
);

interface Import {
  file: string;
  target: string;
}

const imports = sources.flatMap((file): Import[] => {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) => ({
    file,
    target: target!.startsWith('.') ? path.join(path.dirname(file), target!) : target!,
  }));
});

const room = (file: string) => file.split('/')[0]!;

describe('the house plan', () => {
  it('names every room', () => {
    expect([...new Set(sources.map(room))].filter((name) => !(name in MAY_SEE))).toEqual([]);
  });

  it('is kept by every import', () => {
    const broken = imports.filter(({ file, target }) => {
      const to = room(target);
      return to in MAY_SEE && to !== room(file) && !MAY_SEE[room(file)]!.includes(to);
    });
    expect(broken.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it.each(ALSO)('$because', ({ from, not }) => {
    const broken = imports.filter(({ file, target }) => from.test(file) && not.test(target));
    expect(broken.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('reads no clock and draws no random number in the heart', () => {
    const heart = sources.filter((file) =>
      /^(engine|ledger|detectors|alerts|leads|rulebook|model|statistics|screen)\//.test(file),
    );
    const broken = heart.filter((file) =>
      /Date\.now|new Date\(\)|Math\.random|performance\.now/.test(readFileSync(path.join(SRC, file), 'utf8')),
    );
    expect(broken).toEqual([]);
  });

  it('keeps one kind of profile under one name: two that share it would be taken for each other', () => {
    const names = sources
      .filter((file) => /^(detectors|ledger)\//.test(file))
      .flatMap((file) => {
        const text = readFileSync(path.join(SRC, file), 'utf8');
        if (!/\.profile\(/.test(text)) return [];
        const keys = text.matchAll(/(?:profile\([\w.+ -]+,\s*|const key = )`([a-z0-9-]+)\//g);
        return [...new Set([...keys].map(([, name]) => name!))];
      });
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

import type { Text } from './text.ts';

const KNOWN: ReadonlyMap<string, Text> = new Map([
  ['standard', { zh: '国家标准', en: 'national standard' }],
  ['permit', { zh: '排污许可证', en: 'the permit' }],
  ['local', { zh: '地方标准', en: 'local standard' }],
  ['eia', { zh: '环评批复', en: 'the EIA approval' }],
]);

/** Where a limit stands, as people write it: `permit` → 排污许可证, `gb18485-2014` → GB 18485-2014; free words stay. */
export function limitSource(source: string): Text {
  const known = KNOWN.get(source);
  if (known) return known;
  const number = source.replace(/^(gb|hj|db\d\d)[ -]?(\d+)-(\d{4})(?:-(.+))?$/, (_, body, n, year, part) =>
    [`${String(body).toUpperCase()} ${n}-${year}`, part].filter(Boolean).join(' '),
  );
  return { zh: number, en: number };
}

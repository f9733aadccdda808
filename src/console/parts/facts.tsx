/** Plain data of findings and rules, as people read them. */

import type { Facts, Json } from '../../model/alert.ts';
import { minuteText, parseTime } from '../../model/beijing.ts';
import { FACTORS, factorName } from '../../model/factors.ts';
import type { Text } from '../../model/text.ts';
import { numberText } from '../format/number.ts';
import { type Translate, useWords } from '../i18n/index.ts';
import { zh } from '../i18n/zh.ts';

type Say = (text: Text) => string;
type Row = { [key: string]: Json };

/** Lists longer than this are folded. */
const SHORT = 8;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

const isRow = (value: Json): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: Row): value is Row & Text => typeof value.zh === 'string' && typeof value.en === 'string';

/** The word for a fact: known ones are translated, codes of factors become their names, others stand for themselves. */
export function factName(t: Translate, say: Say, key: string): string {
  if (key in zh.fact) return t(`fact.${key as keyof typeof zh.fact}`);
  const factor = FACTORS[key];
  return factor ? say(factor) : key;
}

/** `emission/a21002` is the sensor of that factor; other layers of evidence have a word of their own. */
export function layerName(t: Translate, say: Say, layer: string): string {
  const [kind = '', factor] = layer.split('/');
  if (factor !== undefined) return say(factorName(factor));
  return kind in zh.layer ? t(`layer.${kind as keyof typeof zh.layer}`) : layer;
}

/** A value without markup. */
export function factText(t: Translate, say: Say, value: Json): string {
  if (value === null) return '—';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
  if (typeof value === 'string') return INSTANT.test(value) ? minuteText(parseTime(value)) : factName(t, say, value);
  const parts = Array.isArray(value)
    ? value.map((item) => factText(t, say, item))
    : isText(value)
      ? [say(value)]
      : Object.entries(value).map(([key, item]) => `${factName(t, say, key)} ${factText(t, say, item)}`);
  return parts.join(t('common.listComma')) || t('common.none');
}

/** A value; a long list shows how long it is and unfolds. */
export function Fact({ value }: { value: Json }) {
  const { t, say } = useWords();
  if (!Array.isArray(value) || value.length <= SHORT) return <>{factText(t, say, value)}</>;
  return (
    <details>
      <summary>{t('common.items', { n: value.length })}</summary>
      {factText(t, say, value)}
    </details>
  );
}

/** Facts beside the judged value. `windows` becomes a table; `steps` is shown elsewhere. */
export function FactList({ facts }: { facts: Facts }) {
  const { t, say } = useWords();
  const { windows, steps: _shownElsewhere, against: _counterEvidence, ...plain } = facts;
  const rows = Array.isArray(windows) ? windows.filter(isRow) : [];
  const { layers } = plain;
  if (Array.isArray(layers)) plain.layers = layers.map((layer) => layerName(t, say, String(layer)));
  return (
    <>
      {Object.keys(plain).length > 0 && (
        <dl className="facts">
          {Object.entries(plain).map(([key, value]) => (
            <div key={key}>
              <dt>{factName(t, say, key)}</dt>
              <dd className="num">
                <Fact value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {rows.length > 0 && <Windows rows={rows} />}
    </>
  );
}

function Windows({ rows }: { rows: Row[] }) {
  const { t, say } = useWords();
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="scroll-x windows" tabIndex={0} aria-label={t('alert.windows')}>
      <table className="grid-table">
        <caption className="muted small">{t('alert.windows')}</caption>
        <thead>
          <tr>
            {columns.map((key) => (
              <th key={key}>{factName(t, say, key)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {columns.map((key) => (
                <td key={key} className="num">
                  <Fact value={row[key] ?? null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What an alert or a lead argues with: steps, legal basis, what speaks against it, facts. */
import type { Facts, Json } from '../../model/alert.ts';
import type { Text } from '../../model/text.ts';
import type { BasisView, StepView } from '../../model/views.ts';
import { numberText, unitText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';

/** A plain value as text; lists and objects as compact JSON. */
export function factText(value: Json): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

export function Steps({ steps }: { steps: StepView[] }) {
  const { t, say } = useWords();
  if (steps.length === 0) return <p className="quiet-note">{t('alert.noSteps')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="scroll-x" tabIndex={0} aria-label={t('alert.steps')}>
      <table className="grid-table">
        <thead>
          <tr>
            <th>{t('steps.no')}</th>
            <th>{t('steps.says')}</th>
            <th>{t('steps.formula')}</th>
            <th>{t('steps.inputs')}</th>
            <th className="end">{t('steps.output')}</th>
            <th>{t('steps.clause')}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, i) => (
            <tr key={step.formula + step.says.zh}>
              <td className="muted num">{i + 1}</td>
              <td style={{ minWidth: 150 }}>{say(step.says)}</td>
              <td>
                <code>{step.formula}</code>
              </td>
              <td className="mono small">
                {Object.entries(step.inputs).map(([name, value]) => (
                  <div key={name}>
                    <span className="muted">{name}</span> = {factText(value)}
                  </div>
                ))}
              </td>
              <td className="end num nowrap">
                {step.output === null ? '—' : <b>{factText(step.output)}</b>}{' '}
                <span className="muted small">{unitText(step.unit)}</span>
              </td>
              <td className="small muted">{step.clause ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function BasisList({ basis }: { basis: BasisView[] }) {
  const { t, say } = useWords();
  if (basis.length === 0) return <p className="quiet-note">{t('alert.noBasis')}</p>;
  return (
    <ul>
      {basis.map((law) => (
        <li className="law" key={law.id}>
          <div className="law-head">
            <b>{say(law.instrument)}</b>
            <span>{law.article}</span>
            {law.verified ? (
              <span className="tag tag-verified">✓ {t('basis.verified')}</span>
            ) : (
              <span className="tag tag-unverified">! {t('basis.unverified')}</span>
            )}
            <span className="muted small num">
              {[
                law.from && t('basis.from', { date: law.from.slice(0, 10) }),
                law.to && t('basis.to', { date: law.to.slice(0, 10) }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </div>
          <p>{say(law.summary)}</p>
          {!law.verified && <p className="small">{t('basis.unverifiedHint')}</p>}
        </li>
      ))}
    </ul>
  );
}

export function Against({ against }: { against: Text[] }) {
  const { t, say } = useWords();
  if (against.length === 0) return <p className="quiet-note">{t('alert.noAgainst')}</p>;
  return (
    <ul className="against">
      {against.map((text) => (
        <li key={text.zh}>{say(text)}</li>
      ))}
    </ul>
  );
}

const isRow = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Facts beside the judged value; `windows` becomes a table, `steps` is shown elsewhere. */
export function FactList({ facts }: { facts: Facts }) {
  const { t } = useWords();
  const { windows, steps: _shownElsewhere, ...plain } = facts;
  const rows = Array.isArray(windows) ? windows.filter(isRow) : [];
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <>
      {Object.keys(plain).length > 0 && (
        <dl className="facts">
          {Object.entries(plain).map(([name, value]) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd className="num">{factText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="scroll-x windows" tabIndex={0} aria-label={t('alert.windows')}>
          <table className="grid-table">
            <caption className="muted small">{t('alert.windows')}</caption>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} className="mono">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={JSON.stringify(row)}>
                  {columns.map((name) => (
                    <td key={name} className="num">
                      {row[name] === undefined ? '—' : factText(row[name])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

/** What an alert or a lead argues with: steps, legal basis, what speaks against it. */
import type { Text } from '../../model/text.ts';
import type { BasisView, StepView } from '../../model/views/alerts.ts';
import { unitName } from '../format/value.ts';
import { type Translate, useWords } from '../i18n/index.ts';
import { Fact, factName, factText } from './facts.tsx';

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
              <td className="num small">
                {Object.entries(step.inputs).map(([name, value]) => (
                  <div key={name}>
                    <span className="muted">{factName(t, say, name)}</span> <Fact value={value} />
                  </div>
                ))}
              </td>
              <td className="end num nowrap">
                {step.output === null ? '—' : <b>{factText(t, say, step.output)}</b>}{' '}
                <span className="muted small">{unitName(say, step.unit)}</span>
              </td>
              <td className="small muted">{step.clause ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A bare number is the number of an article. */
export const articleText = (t: Translate, article: string) =>
  /^\d+$/.test(article) ? t('basis.article', { n: article }) : article;

export function BasisList({ basis }: { basis: BasisView[] }) {
  const { t, say } = useWords();
  if (basis.length === 0) return <p className="quiet-note">{t('alert.noBasis')}</p>;
  return (
    <ul>
      {basis.map((law) => (
        <li className="law" key={law.id}>
          <div className="law-head">
            <b>{say(law.instrument)}</b>
            <span>{articleText(t, law.article)}</span>
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

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { RuleVersionView } from '../../model/views/rules.ts';
import { ruleDiffQuery, ruleVersionsQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block } from '../parts/block.tsx';
import { Moment } from '../parts/when.tsx';

/** Every version of a rule, what changed in it, who changed it and why. @param restore somebody wants an old text back */
export function RuleVersions({ rule, restore }: { rule: string; restore: (version: string) => void }) {
  const query = useQuery(ruleVersionsQuery(rule));
  const [open, setOpen] = useState<number | null>(null);
  return (
    <Block query={query} rows={3}>
      {({ items }) => (
        <ol className="trail">
          {items.map((version, i) => (
            <li key={version.edit}>
              <VersionLine version={version} />
              <VersionActions
                rule={rule}
                version={version}
                before={items.slice(i + 1).find((one) => one.version !== null)?.version ?? null}
                open={open === version.edit}
                toggle={() => setOpen(open === version.edit ? null : version.edit)}
                restore={restore}
              />
            </li>
          ))}
        </ol>
      )}
    </Block>
  );
}

function VersionLine({ version: { version, by, reason, at, edit, inForce } }: { version: RuleVersionView }) {
  const { t } = useWords();
  return (
    <>
      <div>
        {version === null ? <b>{t('rules.ended')}</b> : <b className="mono">{version}</b>}{' '}
        {inForce && <span className="tag tag-verified">{t('rules.inForce')}</span>}
      </div>
      <div>{reason ?? t('rules.byFolder')}</div>
      <div className="muted">
        <Moment time={at} /> · {by ?? t('rules.folder')} · {t('rules.edit', { n: edit })}
      </div>
    </>
  );
}

interface ActionsProps {
  rule: string;
  version: RuleVersionView;
  /** version before this one; null: none */
  before: string | null;
  open: boolean;
  toggle: () => void;
  restore: (version: string) => void;
}

function VersionActions({ rule, version: { version, inForce }, before, open, toggle, restore }: ActionsProps) {
  const { t } = useWords();
  if (version === null) return null;
  return (
    <>
      <div className="version-actions">
        <Button size="small" onClick={toggle} aria-expanded={open}>
          {t(open ? 'rules.hideDiff' : before === null ? 'rules.showText' : 'rules.showDiff')}
        </Button>
        {!inForce && (
          <Button size="small" onClick={() => restore(version)}>
            {t('rules.restore')}
          </Button>
        )}
      </div>
      {open && <Diff rule={rule} from={before} to={version} />}
    </>
  );
}

const SIGN = { '+': 'added', '-': 'removed', ' ': 'same' } as const;

function Diff({ rule, from, to }: { rule: string; from: string | null; to: string }) {
  const { t } = useWords();
  const query = useQuery(ruleDiffQuery(rule, from, to));
  return (
    <Block query={query} rows={6}>
      {({ lines }) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="yaml diff" tabIndex={0} aria-label={t('rules.diff')}>
          <pre>
            {lines.map(({ sign, text }, i) => (
              // The sign is text: colour is never alone.
              <span key={i} className={`diff-${SIGN[sign]}`}>
                {sign} {text}
                {'\n'}
              </span>
            ))}
          </pre>
        </section>
      )}
    </Block>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { RuleDetail } from '../../model/views/rules.ts';
import { problemOf } from '../api/problem.ts';
import { ruleQuery, ruleVersionQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { BasisList } from '../parts/argument.tsx';
import { Block } from '../parts/block.tsx';
import { FactList } from '../parts/facts.tsx';
import { useMedia } from '../parts/narrow.ts';
import { Section } from '../parts/section.tsx';
import { SeverityChip } from '../parts/severity.tsx';
import { Yaml } from '../parts/yaml.tsx';
import { type Draft, RetireForm, RuleForm } from './rule-form.tsx';
import { RuleVersions } from './rule-versions.tsx';

/** One rule: what it says, on what law it rests, its text and its versions. `id` empty = closed. */
export function RuleDrawer({ id, close }: { id: string; close: () => void }) {
  const { t, say } = useWords();
  const small = useMedia('(max-width: 900px)');
  const query = useQuery({ ...ruleQuery(id), enabled: id !== '' });
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [retiring, setRetiring] = useState<RuleDetail | null>(null);
  const retired = query.error !== null && problemOf(query.error).status === 404;
  /** @param version the one in force; null = the rule is retired */
  const restore = (inForce: string | null) => async (version: string) => {
    const { yaml } = await client.fetchQuery(ruleVersionQuery(id, version));
    setDraft({ rule: id, version: inForce, yaml, reason: t('rules.restoreReason', { version }) });
  };
  return (
    <Drawer
      open={id !== ''}
      onClose={close}
      size={small ? '100%' : 760}
      title={<h2>{query.data ? say(query.data.title) : t('rules.title')}</h2>}
      destroyOnHidden
    >
      {id !== '' && (
        <Block query={query} rows={10}>
          {(rule) => (
            <>
              <dl className="facts">
                <div>
                  <dt>{t('rules.severity')}</dt>
                  <dd>
                    <SeverityChip severity={rule.severity} />
                  </dd>
                </div>
                <div>
                  <dt>{t('rules.kind')}</dt>
                  <dd>{t(`kind.${rule.kind}`)}</dd>
                </div>
                <div>
                  <dt>{t('rules.detector')}</dt>
                  <dd className="mono">{rule.detector}</dd>
                </div>
                <div>
                  <dt>{t('rules.settle')}</dt>
                  <dd className="mono">{rule.settle}</dd>
                </div>
                <div>
                  <dt>{t('rules.covers')}</dt>
                  <dd className="mono">{rule.covers.join(' ') || '—'}</dd>
                </div>
                <div>
                  <dt>{t('common.version')}</dt>
                  <dd className="mono">{rule.version}</dd>
                </div>
                <div>
                  <dt>{t('rules.source')}</dt>
                  <dd className="mono small">{rule.source}</dd>
                </div>
                <div>
                  <dt>{t('rules.openAlerts')}</dt>
                  <dd>
                    <Link to={`/alerts?rule=${encodeURIComponent(rule.id)}`}>
                      {rule.openAlerts} · {t('rules.seeAlerts')}
                    </Link>
                  </dd>
                </div>
              </dl>
              <Section title={t('rules.with')}>
                {Object.keys(rule.with).length === 0 ? (
                  <p className="quiet-note">{t('rules.noParams')}</p>
                ) : (
                  <FactList facts={rule.with} />
                )}
              </Section>
              <Section title={t('alert.basis')}>
                <BasisList basis={rule.basis} />
              </Section>
              <Section title={t('rules.yaml')}>
                <div className="version-actions">
                  <Button
                    type="primary"
                    onClick={() => setDraft({ rule: rule.id, version: rule.version, yaml: rule.yaml, reason: '' })}
                  >
                    {t('rules.change')}
                  </Button>
                  <Button danger onClick={() => setRetiring(rule)}>
                    {t('rules.retire')}
                  </Button>
                </div>
                <Yaml text={rule.yaml} />
              </Section>
              <Section title={t('rules.versions')} hint={t('rules.versionsHint')}>
                <RuleVersions rule={rule.id} restore={restore(rule.version)} />
              </Section>
            </>
          )}
        </Block>
      )}
      {id !== '' && retired && (
        <Section title={t('rules.versions')} hint={t('rules.versionsHint')}>
          <RuleVersions rule={id} restore={restore(null)} />
        </Section>
      )}
      {draft && <RuleForm draft={draft} close={() => setDraft(null)} />}
      {retiring && <RetireForm rule={retiring} close={() => setRetiring(null)} />}
    </Drawer>
  );
}

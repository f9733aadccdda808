import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useCallback } from 'react';
import { ALERT_KINDS } from '../../model/alert.ts';
import { overviewQuery, sitesQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { SeverityShape } from '../parts/severity.tsx';
import { SEVERITY_ORDER } from '../parts/severity-order.ts';
import type { useUrl } from '../parts/url.ts';

const STATES = ['open', 'provisional', 'confirmed', 'withdrawn', 'all'] as const;
export const FILTER_KEYS = ['state', 'severity', 'kind', 'site', 'outlet', 'rule', 'q'] as const;

/** The filters of the alert list; they live in the address. */
export function AlertFilters({ url: { get, patch } }: { url: ReturnType<typeof useUrl> }) {
  const { t, say } = useWords();
  const { data: overview } = useQuery(overviewQuery());
  const { data: sites } = useQuery(sitesQuery());
  const chosen = new Set(get('severity').split(',').filter(Boolean));
  const filtered = FILTER_KEYS.some((key) => get(key) !== '');
  const toggle = (severity: string) => {
    if (!chosen.delete(severity)) chosen.add(severity);
    patch({ severity: SEVERITY_ORDER.filter((s) => chosen.has(s)).join(',') }, { replace: true });
  };
  const search = useCallback((q: string) => patch({ q }, { replace: true }), [patch]);
  const stateName = (state: (typeof STATES)[number]) =>
    state === 'open' ? t('alerts.open') : state === 'all' ? t('common.all') : t(`alertState.${state}`);
  return (
    <search className="filters">
      <div className="scroll-x">
        <Segmented
          value={get('state') || 'open'}
          onChange={(state) => patch({ state: state === 'open' ? '' : state }, { replace: true })}
          options={STATES.map((state) => ({ value: state, label: stateName(state) }))}
          aria-label={t('alerts.state')}
        />
      </div>
      <fieldset className="toggles" aria-label={t('alerts.severity')}>
        {SEVERITY_ORDER.map((severity) => (
          <button
            key={severity}
            type="button"
            className="toggle"
            aria-pressed={chosen.has(severity)}
            onClick={() => toggle(severity)}
            title={t(`severityLong.${severity}`)}
          >
            <SeverityShape severity={severity} colour={`var(--sev-${severity})`} />
            {t(`severity.${severity}`)}
            {overview && <span className="num">{overview.open[severity]}</span>}
          </button>
        ))}
      </fieldset>
      <Select
        allowClear
        value={get('kind') || null}
        onChange={(kind) => patch({ kind }, { replace: true })}
        placeholder={t('alerts.allKinds')}
        aria-label={t('alerts.kind')}
        options={ALERT_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        style={{ width: 140 }}
        popupMatchSelectWidth={false}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={get('site') || null}
        onChange={(site) => patch({ site, outlet: null }, { replace: true })}
        placeholder={t('alerts.allSites')}
        aria-label={t('alerts.site')}
        options={(sites?.items ?? []).map((site) => ({ value: site.id, label: say(site.name) }))}
        style={{ width: 190 }}
        popupMatchSelectWidth={false}
      />
      <SearchBox value={get('q')} onChange={search} label={t('alerts.search')} />
      {filtered && (
        <Button type="link" onClick={() => patch(Object.fromEntries(FILTER_KEYS.map((key) => [key, null])))}>
          {t('common.reset')}
        </Button>
      )}
    </search>
  );
}

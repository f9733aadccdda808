import { DownloadOutlined, ExportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useId } from 'react';
import { dateText, dayOf, monthOf, parseTime } from '../../model/beijing.ts';
import type { Language } from '../../model/text.ts';
import { serverNow } from '../api/live.ts';
import { type ReportRequest, reportAddress, reportQuery, sitesQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block } from '../parts/block.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { useUrl } from '../parts/url.ts';

const LANGUAGES: readonly Language[] = ['zh', 'en'];

/** The daily and monthly report: pick, look, take along. What is picked lives in the address. */
export default function Reports() {
  const { t, language } = useWords();
  const { get, patch } = useUrl();
  const id = useId();
  const today = dayOf(serverNow());
  const kind = get('kind') === 'monthly' ? 'monthly' : 'daily';
  // The last that is over: a report of today is never whole.
  const date = get('date') || dateText(today - 1);
  const month = get('month') || dateText(monthOf(today).from - 1).slice(0, 7);
  const request: ReportRequest = {
    kind,
    period: kind === 'daily' ? date : month,
    lang: LANGUAGES.find((one) => one === get('lang')) ?? language,
    region: get('region'),
    site: get('site'),
  };
  const report = useQuery(reportQuery(request));
  const pick = (changes: Record<string, string | null>) => patch(changes, { replace: true });
  return (
    <>
      <PageTitle title={t('reports.title')}>
        <span className="muted small">{t('time.beijingNote')}</span>
        <span className="spring" />
        <ExportMenu what="transmission" query={ratesOf(request)} title={t('reports.rates')} />
      </PageTitle>
      <search className="filters">
        <Segmented
          value={kind}
          onChange={(to) => pick({ kind: to === 'daily' ? null : to })}
          options={(['daily', 'monthly'] as const).map((value) => ({ value, label: t(`reports.${value}`) }))}
          aria-label={t('reports.kind')}
        />
        <label htmlFor={id} className="unseen">
          {t(kind === 'daily' ? 'reports.date' : 'reports.month')}
        </label>
        {kind === 'daily' ? (
          <input
            id={id}
            className="field"
            type="date"
            value={date}
            max={dateText(today)}
            onChange={(event) => pick({ date: event.target.value })}
          />
        ) : (
          <input
            id={id}
            className="field"
            type="month"
            value={month}
            max={dateText(today).slice(0, 7)}
            onChange={(event) => pick({ month: event.target.value })}
          />
        )}
        <Places request={request} pick={pick} />
        <Segmented
          value={request.lang}
          onChange={(lang) => pick({ lang })}
          options={LANGUAGES.map((value) => ({ value, label: t(`reports.${value}`) }))}
          aria-label={t('reports.language')}
        />
        <span className="spring" />
        <Button icon={<ExportOutlined />} href={reportAddress(request, 'html')} target="_blank" rel="noopener">
          {t('reports.open')}
        </Button>
        <Button type="primary" icon={<DownloadOutlined />} href={reportAddress(request, 'pdf')} download>
          {t('reports.pdf')}
        </Button>
      </search>
      <Block query={report} rows={12}>
        {/* Text only, every name escaped; it stands under this page's policy, which lets no script in a text run. */}
        {(html) => <iframe className="report" title={t('reports.frame')} srcDoc={html} />}
      </Block>
    </>
  );
}

function Places({ request, pick }: { request: ReportRequest; pick: (changes: Record<string, string | null>) => void }) {
  const { t, say } = useWords();
  const { data } = useQuery(sitesQuery());
  const sites = data?.items ?? [];
  const here = sites.filter(({ region }) => region.startsWith(request.region));
  return (
    <>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={request.region || null}
        onChange={(region) => pick({ region, site: null })}
        placeholder={t('reports.allRegions')}
        aria-label={t('reports.region')}
        options={regionsOf(sites.map(({ region }) => region)).map((code) => ({ value: code, label: code }))}
        style={{ width: 150 }}
        popupMatchSelectWidth={false}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={request.site || null}
        onChange={(site) => pick({ site })}
        placeholder={t('alerts.allSites')}
        aria-label={t('alerts.site')}
        options={here.map((site) => ({ value: site.id, label: say(site.name) }))}
        style={{ width: 190 }}
        popupMatchSelectWidth={false}
      />
    </>
  );
}

/** Codes of provinces (2 digits), cities (4) and counties (6) that there are sites in. */
function regionsOf(codes: readonly string[]): string[] {
  return [...new Set(codes.flatMap((code) => [code.slice(0, 2), code.slice(0, 4), code]))].sort();
}

/** The transmission rates of the same period and place. */
function ratesOf({ kind, period, region, site }: ReportRequest): Record<string, string> {
  const day = dayOf(parseTime(kind === 'daily' ? period : `${period}-01`));
  const { from, to } = kind === 'daily' ? { from: day, to: day + 1 } : monthOf(day);
  return { from: dateText(from), to: dateText(to), by: kind === 'daily' ? 'day' : 'month', region, site };
}

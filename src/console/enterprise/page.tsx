import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { EnterpriseOutlet, EnterpriseView } from '../../model/views/enterprise.ts';
import { problemOf } from '../api/problem.ts';
import { setLanguage, useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { useUrl } from '../parts/url.ts';
import { Ago } from '../parts/when.tsx';
import { enterpriseQuery, forgetToken, recallToken, rememberToken } from './api.ts';
import { DataNow } from './data-now.tsx';
import { MarkForm } from './mark-form.tsx';
import { OwnAlerts } from './own-alerts.tsx';
import { OwnMarks } from './own-marks.tsx';
import { Quotas } from './quotas.tsx';

/** A plant's own page, outside of everything else: nothing leads from here to what others see. */
export default function Enterprise() {
  const { t, language } = useWords();
  const client = useQueryClient();
  const [token, setToken] = useState(recallToken);
  const query = useQuery(enterpriseQuery(token));
  const wrong = query.error !== null && problemOf(query.error).status === 401;
  const other = language === 'zh' ? 'en' : 'zh';
  const enter = (said: string) => {
    rememberToken(said);
    setToken(said);
  };
  const leave = () => {
    forgetToken();
    client.removeQueries({ queryKey: ['enterprise'] });
    setToken('');
  };
  return (
    <div className="enterprise">
      <header className="shell-top">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <b>{query.data?.name ?? t('enterprise.title')}</b>
        <span className="spring" />
        <Button type="text" onClick={() => setLanguage(other)} title={t('shell.language')} lang={other}>
          {t('shell.languageShort')}
        </Button>
        {token !== '' && !wrong && <Button onClick={leave}>{t('enterprise.leave')}</Button>}
      </header>
      <main className="shell-main">
        {token === '' || wrong ? (
          <Gate wrong={wrong} enter={enter} />
        ) : (
          <Block query={query} rows={8}>
            {(view) => <Own view={view} token={token} />}
          </Block>
        )}
      </main>
    </div>
  );
}

function Gate({ wrong, enter }: { wrong: boolean; enter: (token: string) => void }) {
  const { t } = useWords();
  return (
    <div className="enterprise-gate">
      <PageTitle title={t('enterprise.title')} />
      {wrong && (
        <div className="problem" role="alert">
          {t('enterprise.wrong')}
        </div>
      )}
      <Form layout="vertical" onFinish={({ token }: { token: string }) => enter(token.trim())}>
        <Form.Item
          name="token"
          label={t('enterprise.token')}
          extra={t('enterprise.tokenHint')}
          rules={[{ required: true, whitespace: true, message: t('enterprise.required') }]}
        >
          <Input.Password autoComplete="off" autoFocus />
        </Form.Item>
        <Button type="primary" htmlType="submit" block>
          {t('enterprise.enter')}
        </Button>
      </Form>
    </div>
  );
}

function Own({ view, token }: { view: EnterpriseView; token: string }) {
  const { t, say } = useWords();
  const { get, patch } = useUrl();
  const outlets = view.sites.flatMap((site) => site.outlets);
  const outlet = outlets.find(({ id }) => id === get('outlet')) ?? outlets[0];
  if (!outlet) return <Nothing title={t('enterprise.noSites')} />;
  return (
    <>
      <PageTitle title={view.sites.map((site) => say(site.name)).join(' · ')} />
      <div className="stack">
        <nav className="enterprise-outlets" aria-label={t('enterprise.outlet')}>
          {outlets.map((one) => (
            <OutletButton
              key={one.id}
              outlet={one}
              chosen={one === outlet}
              choose={() => patch({ outlet: one.id }, { replace: true })}
            />
          ))}
        </nav>
        <OwnAlerts token={token} outlets={outlets} />
        <div className="pair-wide">
          <DataNow outlet={outlet} />
          <Quotas outlet={outlet} />
        </div>
        <div className="pair">
          <MarkForm key={outlet.id} token={token} outlet={outlet} />
          <OwnMarks token={token} outlet={outlet} />
        </div>
      </div>
    </>
  );
}

function OutletButton({ outlet, chosen, choose }: { outlet: EnterpriseOutlet; chosen: boolean; choose: () => void }) {
  const { t, say } = useWords();
  return (
    <button type="button" aria-pressed={chosen} onClick={choose}>
      <b>{say(outlet.name)}</b>
      <span className="small" data-state={outlet.state}>
        {t(`enterprise.state.${outlet.state}`)}
      </span>
      <span className="muted small">
        <Ago time={outlet.lastData} />
      </span>
    </button>
  );
}

import {
  AlertOutlined,
  ApiOutlined,
  BankOutlined,
  DashboardOutlined,
  FileSearchOutlined,
  FileTextOutlined,
  HddOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  SlidersOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, NavLink } from 'react-router';
import { overviewQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { recall, remember } from '../parts/memory.ts';
import { useMedia } from '../parts/narrow.ts';
import { openAlerts, openLeads } from './open-counts.ts';

const PAGES = [
  { path: '/', name: 'overview', Icon: DashboardOutlined },
  { path: '/alerts', name: 'alerts', Icon: AlertOutlined },
  { path: '/leads', name: 'leads', Icon: FileSearchOutlined },
  { path: '/sites', name: 'sites', Icon: BankOutlined },
  { path: '/reports', name: 'reports', Icon: FileTextOutlined },
  { path: '/devices', name: 'devices', Icon: HddOutlined },
  { path: '/rules', name: 'rules', Icon: SlidersOutlined },
  { path: '/connections', name: 'connections', Icon: ApiOutlined },
] as const;

/** A phone has room for six; from there, devices lead on to connections, and sites to reports. */
const AT_HAND = PAGES.filter(({ name }) => name !== 'connections' && name !== 'reports');

/** The menu at the left; folds to icons below 1440 px, or where the reader folded it. */
export function SideMenu() {
  const { t } = useWords();
  const { data } = useQuery(overviewQuery());
  const wide = useMedia('(min-width: 1440px)');
  const [chosen, choose] = useState(recall('menu'));
  const folded = chosen === null ? !wide : chosen === 'folded';
  const badges: Partial<Record<string, { n: number; hot: boolean }>> = data
    ? { alerts: { n: openAlerts(data), hot: data.open.critical > 0 }, leads: { n: openLeads(data), hot: false } }
    : {};
  const toggle = () => {
    const next = folded ? 'open' : 'folded';
    remember('menu', next);
    choose(next);
  };
  return (
    <aside className="shell-side" data-folded={folded}>
      <div>
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" />
          <span className={folded ? 'unseen' : undefined}>{t('app.name')}</span>
        </Link>
        <nav className="nav" aria-label={t('app.menu')}>
          {PAGES.map(({ path, name, Icon }) => {
            const badge = badges[name];
            return (
              <NavLink key={path} to={path} end={path === '/'} title={folded ? t(`menu.${name}`) : undefined}>
                <Icon aria-hidden="true" />
                <span className={folded ? 'unseen' : undefined}>{t(`menu.${name}`)}</span>
                {badge && badge.n > 0 && (
                  <span className="badge num fold-away" data-hot={badge.hot}>
                    {badge.n}
                  </span>
                )}
              </NavLink>
            );
          })}
        </nav>
        <button
          type="button"
          className="fold"
          onClick={toggle}
          aria-label={t(folded ? 'shell.expand' : 'shell.collapse')}
        >
          {folded ? <MenuUnfoldOutlined aria-hidden="true" /> : <MenuFoldOutlined aria-hidden="true" />}
        </button>
      </div>
    </aside>
  );
}

/** The same menu along the bottom of a phone. */
export function BottomMenu() {
  const { t } = useWords();
  return (
    <nav className="shell-bottom" aria-label={t('app.menu')}>
      {AT_HAND.map(({ path, name, Icon }) => (
        <NavLink key={path} to={path} end={path === '/'}>
          <Icon aria-hidden="true" />
          {t(`menu.${name}`)}
        </NavLink>
      ))}
    </nav>
  );
}

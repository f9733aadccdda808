import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { learnClock, useLiveStream } from '../api/live.ts';
import { overviewQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { AlertDrawer } from '../pages/alert-drawer.tsx';
import { useHotkeys } from '../parts/hotkeys.ts';
import { useNarrow } from '../parts/narrow.ts';
import { Announcer } from './announcer.tsx';
import { KeysHelp } from './keys-help.tsx';
import { BottomMenu, SideMenu } from './menu.tsx';
import { RefusedBanner } from './refused.tsx';
import { StaleBanner } from './stale.tsx';
import { TopBar } from './top-bar.tsx';
import { TroubleBanner } from './trouble.tsx';

const GO: Record<string, string> = { w: '/', a: '/alerts', l: '/leads', s: '/sites', d: '/devices', r: '/rules' };
const GO_WITHIN_MS = 1500;

/** What every page stands in: menu, top bar, banner, keys, the alert drawer. */
export function Shell() {
  const { t } = useWords();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [keysShown, showKeys] = useState(false);
  const goSince = useRef(0);
  useLiveStream();

  const { data } = useQuery(overviewQuery());
  useEffect(() => {
    if (data) learnClock(data.now);
  }, [data]);

  const go = (key: string) => () => {
    if (Date.now() - goSince.current < GO_WITHIN_MS) void navigate(GO[key]!);
    goSince.current = 0;
  };
  useHotkeys({
    '?': () => showKeys(true),
    g: () => {
      goSince.current = Date.now();
    },
    ...Object.fromEntries(Object.keys(GO).map((key) => [key, go(key)])),
  });

  useEffect(() => {
    window.scrollTo(0, 0);
  }, [pathname]);

  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      {!narrow && <SideMenu />}
      <div>
        <TopBar showKeys={() => showKeys(true)} />
        <StaleBanner />
        <TroubleBanner />
        <RefusedBanner />
        <main id="main" className="shell-main" tabIndex={-1}>
          <Suspense fallback={<div className="skeleton" />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {narrow && <BottomMenu />}
      <AlertDrawer />
      <KeysHelp open={keysShown} close={() => showKeys(false)} />
      <Announcer />
    </div>
  );
}

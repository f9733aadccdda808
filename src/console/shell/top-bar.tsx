import { MoonOutlined, QuestionCircleOutlined, SunOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tooltip } from 'antd';
import { Link } from 'react-router';
import { overviewQuery } from '../api/queries.ts';
import { setLanguage, useWords } from '../i18n/index.ts';
import { useMedia, useNarrow } from '../parts/narrow.ts';
import { Clock } from './clock.tsx';
import { useAppearance } from './preferences.tsx';
import { Pulse } from './pulse.tsx';

export function TopBar({ showKeys }: { showKeys: () => void }) {
  const { t, language } = useWords();
  const { mode, toggle } = useAppearance();
  const { data } = useQuery(overviewQuery());
  const narrow = useNarrow();
  const roomy = useMedia('(min-width: 1000px)');
  const other = language === 'zh' ? 'en' : 'zh';
  const modeName = t(mode === 'dark' ? 'shell.light' : 'shell.dark');
  return (
    <header className="shell-top">
      {narrow && (
        <Link to="/" className="brand" aria-label={t('app.name')}>
          <img src="/icon.svg" alt="" />
        </Link>
      )}
      {data?.demonstration && (
        <span className="demo" title={t('shell.demonstrationHint')}>
          {t('shell.demonstration')}
        </span>
      )}
      <span className="spring" />
      <Pulse brief={narrow} />
      <Clock withDate={roomy} />
      {!narrow && (
        <Tooltip title={`${t('shell.keys')} (?)`}>
          <Button type="text" icon={<QuestionCircleOutlined />} onClick={showKeys} aria-label={t('shell.keys')} />
        </Tooltip>
      )}
      <Tooltip title={modeName}>
        <Button
          type="text"
          icon={mode === 'dark' ? <SunOutlined /> : <MoonOutlined />}
          onClick={toggle}
          aria-label={modeName}
        />
      </Tooltip>
      <Button type="text" onClick={() => setLanguage(other)} title={t('shell.language')} lang={other}>
        {t('shell.languageShort')}
      </Button>
    </header>
  );
}

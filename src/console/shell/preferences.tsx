/** Light or dark, moving or still: chosen once, known to everything below. */
import { legacyLogicalPropertiesTransformer, StyleProvider } from '@ant-design/cssinjs';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from 'react';
import { useWords } from '../i18n/index.ts';
import { recall, remember } from '../parts/memory.ts';
import { useMedia, useStill } from '../parts/narrow.ts';
import { antdTheme, cssVariables, type Mode, PALETTES, type Palette } from '../theme.ts';

interface Appearance {
  mode: Mode;
  palette: Palette;
  toggle: () => void;
}

const AppearanceContext = createContext<Appearance>({ mode: 'light', palette: PALETTES.light, toggle: () => {} });

export const useAppearance = () => useContext(AppearanceContext);

export function Preferences({ children }: { children: ReactNode }) {
  const { language } = useWords();
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const still = useStill();
  const [chosen, choose] = useState(recall('theme'));
  const mode: Mode = chosen === 'dark' || chosen === 'light' ? chosen : systemDark ? 'dark' : 'light';

  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset.theme = mode;
    for (const [name, value] of Object.entries(cssVariables(mode))) root.style.setProperty(name, value);
  }, [mode]);

  const appearance = useMemo<Appearance>(
    () => ({
      mode,
      palette: PALETTES[mode],
      toggle: () => {
        const next = mode === 'dark' ? 'light' : 'dark';
        remember('theme', next);
        choose(next);
      },
    }),
    [mode],
  );
  const theme = useMemo(() => antdTheme(mode, still), [mode, still]);
  return (
    <AppearanceContext.Provider value={appearance}>
      <StyleProvider hashPriority="high" transformers={[legacyLogicalPropertiesTransformer]}>
        <ConfigProvider
          theme={theme}
          locale={(language === 'zh' ? zhCN : enUS).default}
          button={{ autoInsertSpace: false }}
        >
          <App component={false}>{children}</App>
        </ConfigProvider>
      </StyleProvider>
    </AppearanceContext.Provider>
  );
}

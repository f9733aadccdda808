/** The colours of the house, for antd, the style sheet and the charts. Text colours reach 4.5:1 on their ground. */
import { theme as antd, type ThemeConfig } from 'antd';

export type Mode = 'light' | 'dark';

export interface Palette {
  accent: string;
  ground: string;
  surface: string;
  line: string;
  text: string;
  muted: string;
  severity: Record<'critical' | 'serious' | 'warning' | 'info', string>;
  limit: string;
  temperature: string;
  oxygen: string;
  markState: string;
  markMonitor: string;
  order: string;
  gap: string;
}

export const PALETTES: Record<Mode, Palette> = {
  light: {
    accent: '#0b6b7a',
    ground: '#f3f6f7',
    surface: '#ffffff',
    line: '#dfe6e9',
    text: '#15252d',
    muted: '#566872',
    severity: { critical: '#c41d24', serious: '#e8650a', warning: '#f2b600', info: '#3b82d9' },
    limit: '#c41d24',
    temperature: '#9a5b13',
    oxygen: '#4e5fa8',
    markState: '#7c93a3',
    markMonitor: '#9b86b8',
    order: '#5d7a3a',
    gap: '#b7c2c9',
  },
  dark: {
    accent: '#4db8c7',
    ground: '#0c1419',
    surface: '#131e25',
    line: '#26343d',
    text: '#e5edf0',
    muted: '#9fb0b9',
    severity: { critical: '#e5484d', serious: '#f2792b', warning: '#f5c518', info: '#5b9df0' },
    limit: '#ff6b6b',
    temperature: '#e0a458',
    oxygen: '#97a6ea',
    markState: '#6d8595',
    markMonitor: '#8f7bb0',
    order: '#6f8f48',
    gap: '#3d4d57',
  },
};

/** What the office has: no font is fetched. */
export const FONT = [
  '-apple-system',
  'BlinkMacSystemFont',
  '"Segoe UI"',
  '"PingFang SC"',
  '"Hiragino Sans GB"',
  '"Microsoft YaHei"',
  '"Noto Sans CJK SC"',
  '"Noto Sans SC"',
  '"WenQuanYi Micro Hei"',
  'sans-serif',
].join(',');

/** Tones of good, doubtful and bad, beside the palette; only the style sheet needs them. */
const TONES: Record<Mode, Record<string, string>> = {
  light: {
    good: '#2c9a5f',
    'good-soft': '#dcf1e5',
    'good-text': '#1c6f42',
    warn: '#e0a100',
    'warn-soft': '#fff7df',
    'warn-text': '#7a5600',
    bad: '#d3262d',
    'bad-soft': '#fdecec',
    'bad-text': '#b3161d',
    'bad-line': '#f3c2c4',
    soft: '#f4f7f8',
    'soft-accent': '#e6f2f4',
    flash: '#cdebf0',
    edge: '#c3ced4',
    'on-accent': '#ffffff',
    demo: '#fff7df',
    'demo-text': '#7a5200',
  },
  dark: {
    good: '#3fb97a',
    'good-soft': '#173526',
    'good-text': '#6fd6a0',
    warn: '#e9b62d',
    'warn-soft': '#31290f',
    'warn-text': '#f0cb62',
    bad: '#f0555b',
    'bad-soft': '#3a171a',
    'bad-text': '#ff8f93',
    'bad-line': '#6b2a2e',
    soft: '#1a272f',
    'soft-accent': '#16323a',
    flash: '#1d4d58',
    edge: '#3a4a54',
    'on-accent': '#06252b',
    demo: '#31290f',
    'demo-text': '#f0cb62',
  },
};

/** The custom properties that the style sheet uses. */
export function cssVariables(mode: Mode): Record<string, string> {
  const { severity, ...plain } = PALETTES[mode];
  const named = { ...plain, ...TONES[mode], font: FONT };
  const severities = Object.entries(severity).map(([name, value]) => [`--sev-${name}`, value]);
  return Object.fromEntries([...Object.entries(named).map(([name, value]) => [`--${name}`, value]), ...severities]);
}

export function antdTheme(mode: Mode, still: boolean): ThemeConfig {
  const colour = PALETTES[mode];
  return {
    algorithm: mode === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: colour.accent,
      colorLink: colour.accent,
      colorInfo: colour.accent,
      colorTextBase: colour.text,
      colorBgBase: colour.surface,
      colorBgLayout: colour.ground,
      colorBgContainer: colour.surface,
      colorBgElevated: mode === 'dark' ? '#18252d' : '#ffffff',
      colorBorder: mode === 'dark' ? '#3a4a54' : '#c3ced4',
      colorBorderSecondary: colour.line,
      colorTextSecondary: colour.muted,
      colorTextTertiary: colour.muted,
      colorTextDescription: colour.muted,
      colorTextPlaceholder: colour.muted,
      fontFamily: FONT,
      fontSize: 14,
      borderRadius: 6,
      controlHeight: 34,
      motion: !still,
    },
    components: {
      Button: { primaryColor: TONES[mode]['on-accent'] ?? '#ffffff' },
      Table: {
        headerBg: 'transparent',
        headerColor: colour.muted,
        headerSplitColor: 'transparent',
        cellPaddingBlock: 12,
      },
      Segmented: { itemSelectedColor: colour.text, trackBg: mode === 'dark' ? '#1d2a32' : '#e8edef' },
      Drawer: { paddingLG: 20 },
    },
  };
}

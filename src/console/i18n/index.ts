/** Chinese first, complete English; the choice is kept in the browser. */
import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language, Text } from '../../model/text.ts';
import { recall, remember } from '../parts/memory.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'console';
    resources: { console: typeof zh };
  }
}

const TAGS: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

export function startI18n(): void {
  void i18next.use(initReactI18next).init({
    lng: recall('language') === 'en' ? 'en' : 'zh',
    fallbackLng: 'zh',
    ns: ['console'],
    defaultNS: 'console',
    resources: { zh: { console: zh }, en: { console: en } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = TAGS[i18next.language as Language];
}

export function setLanguage(language: Language): void {
  remember('language', language);
  document.documentElement.lang = TAGS[language];
  void i18next.changeLanguage(language);
}

export function useWords() {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh';
  /** a text of the API in the language of the reader; the other where this one is empty */
  const say = useCallback((text: Text) => text[language] || text.zh || text.en, [language]);
  return { t, language, say };
}

export type Translate = ReturnType<typeof useWords>['t'];

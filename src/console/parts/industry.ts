import type { Translate } from '../i18n/index.ts';
import { zh } from '../i18n/zh.ts';

/** Industries and media are free words of the catalogue: known ones are translated, others stand for themselves. */
export const industryText = (t: Translate, id: string) =>
  id in zh.industry ? t(`industry.${id as keyof typeof zh.industry}`) : id;

export const mediumText = (t: Translate, id: string) =>
  id in zh.medium ? t(`medium.${id as keyof typeof zh.medium}`) : id;

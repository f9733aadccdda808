import { minuteText } from '../../model/beijing.ts';
import type { Language } from '../../model/text.ts';
import { SEVERITY_WORDS } from '../../model/words.ts';
import type { Notice } from './notice.ts';
import type { Manner } from './settings.ts';

/** How a receiver writes: what is bold, what is a link, what must be escaped. */
export interface Script {
  bold(text: string): string;
  link(text: string, url: string): string;
  plain(text: string): string;
}

/** What would format or link in markdown, and what stands for it: the robots know no way to escape. */
const WIDE: Record<string, string> = { '*': '＊', '`': '｀', '[': '［', ']': '］', '<': '＜', '>': '＞' };

/** Markdown of chat robots. */
export const MARKDOWN: Script = {
  bold: (text) => `**${text}**`,
  link: (text, url) => `[${text}](${url})`,
  plain: (text) => text.replace(/[*`[\]<>]/g, (sign) => WIDE[sign]!),
};

export const PLAIN: Script = {
  bold: (text) => text,
  link: (text, url) => `${text} ${url}`,
  plain: (text) => text,
};

export interface Texts {
  title: string;
  /** paragraphs; chats set them apart by empty lines */
  lines: string[];
}

const languages = ({ language }: Pick<Manner, 'language'>): Language[] =>
  language === 'both' ? ['zh', 'en'] : [language];

export function linkTo(
  { what, subject }: Pick<Notice, 'what' | 'subject'>,
  console: string | undefined,
): string | undefined {
  return console && `${console.replace(/\/+$/, '')}/${what}s/${encodeURIComponent(subject)}`;
}

/** One notice in full, or several by a line each: a digest. */
export function textOf(
  notices: readonly Notice[],
  manner: Pick<Manner, 'language' | 'console'>,
  script: Script,
): Texts {
  return notices.length === 1 ? full(notices[0]!, manner, script) : digest(notices, manner, script);
}

function full(notice: Notice, manner: Pick<Manner, 'language' | 'console'>, script: Script): Texts {
  const said = languages(manner);
  const { sign } = SEVERITY_WORDS[notice.severity];
  const [first] = said as [Language];
  const since = {
    zh: `${minuteText(notice.start)} 起（北京时间）`,
    en: `since ${minuteText(notice.start)} (Beijing time)`,
  };
  const url = linkTo(notice, manner.console);
  return {
    title: `${sign} ${SEVERITY_WORDS[notice.severity][first]} ${notice.title[first]}`,
    lines: [
      ...said.map((language) =>
        script.bold(script.plain(`${sign} ${SEVERITY_WORDS[notice.severity][language]} ${notice.title[language]}`)),
      ),
      ...said.map((language) => script.plain(notice.says[language])),
      said.map((language) => since[language]).join(' / '),
      ...(url ? [script.link(said.map((language) => ({ zh: '查看', en: 'open' })[language]).join(' / '), url)] : []),
    ],
  };
}

function digest(notices: readonly Notice[], manner: Pick<Manner, 'language' | 'console'>, script: Script): Texts {
  const said = languages(manner);
  const count = notices.length;
  const headline = { zh: `汇总：${count} 条`, en: `digest: ${count} notices` };
  const title = said.map((language) => headline[language]).join(' / ');
  return {
    title,
    lines: [
      script.bold(title),
      ...notices.map((notice) => {
        const { sign } = SEVERITY_WORDS[notice.severity];
        const words = said
          .map((language) => script.plain(`${notice.title[language]}：${notice.says[language]}`))
          .join(' / ');
        const url = linkTo(notice, manner.console);
        const line = `${sign} ${minuteText(notice.start)} ${words}`;
        return url ? `${line} ${script.link(said[0] === 'zh' ? '查看' : 'open', url)}` : line;
      }),
    ],
  };
}

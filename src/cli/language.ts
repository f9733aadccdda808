import type { Language, Text } from '../model/text.ts';

/** Language of messages: FLUEWATCH_LANG, then LANG, then Chinese. */
export function language(env: NodeJS.ProcessEnv = process.env): Language {
  const wish = env.FLUEWATCH_LANG ?? env.LANG ?? 'zh';
  return /^en/i.test(wish) ? 'en' : 'zh';
}

export const say = (text: Text) => text[language()];

/** A message for people: never on stdout, which is data. */
export function tell(text: Text): void {
  process.stderr.write(`${say(text)}\n`);
}

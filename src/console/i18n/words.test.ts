import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** `shell.title` → text, for every leaf. */
function leaves(words: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [name, text] of leaves(value as object, `${prefix}${key}.`)) found.set(name, text);
  }
  return found;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]!).sort();
/** English has a plural form where Chinese needs none. */
const base = (key: string) => key.replace(/_(one|other)$/, '');

describe('the words of the console', () => {
  const chinese = leaves(zh);
  const english = leaves(en);

  it('are complete in both languages', () => {
    expect(new Set([...english.keys()].map(base))).toEqual(new Set([...chinese.keys()].map(base)));
  });

  it('are English in English', () => {
    const left = [...english].filter(([key, text]) => /[\u4e00-\u9fff]/.test(text) && !key.includes('language'));
    expect(left).toEqual([]);
  });

  it('name the same values', () => {
    for (const [key, text] of english) {
      const same = chinese.get(key) ?? chinese.get(base(key)) ?? chinese.get(`${base(key)}_other`) ?? '';
      const names = new Set([...placeholders(text), ...placeholders(same)].filter((name) => name !== 'count'));
      for (const name of names)
        expect([key, placeholders(text), placeholders(same)]).toEqual([
          key,
          expect.arrayContaining([name]),
          expect.arrayContaining([name]),
        ]);
    }
  });

  it('never say that anybody falsified anything', () => {
    for (const text of [...chinese.values(), ...english.values()]) {
      if (/造假|falsif/i.test(text)) expect(text).toMatch(/疑似|涉嫌|suspected|inconsistent/i);
    }
  });
});

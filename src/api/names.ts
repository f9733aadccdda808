import type { Text } from '../model/text.ts';
import type { Search } from '../store/search.ts';
import type { Names } from './ports.ts';

const WHOLE_SITE: Text = { zh: '全厂', en: 'Whole site' };

/** Names for ids; an id that has left the catalogue is its own name. */
export class Labels {
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  site(id: string): Text {
    return this.#names.sites[id] ?? plain(id);
  }

  outlet(id: string | null): Text {
    return id === null ? WHOLE_SITE : (this.#names.outlets[id] ?? plain(id));
  }

  factor(code: string | null): Text | null {
    return code === null ? null : (this.#names.factors[code] ?? plain(code));
  }

  rule(id: string): Text {
    return this.#names.rules[id] ?? plain(id);
  }

  /** What to look for in the store for words that a person typed; undefined for none. */
  search(words: string | undefined): Search | undefined {
    if (words === undefined || words === '') return undefined;
    return { words, sites: named(this.#names.sites, words), outlets: named(this.#names.outlets, words) };
  }
}

const plain = (id: string): Text => ({ zh: id, en: id });

/** Ids that contain the words, or whose names do. */
function named(names: Record<string, Text>, words: string): string[] {
  return Object.entries(names)
    .filter(([id, name]) => holds(words, id, name.zh, name.en))
    .map(([id]) => id);
}

/** One of the texts contains the words, in whatever case. */
export function holds(words: string, ...texts: readonly string[]): boolean {
  const lower = words.toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(lower));
}

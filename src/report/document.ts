import type { Language } from '../model/text.ts';

/** A report in one language, as both the page and the paper show it: texts, tables and lines to sign on. */
export interface ReportDocument {
  language: Language;
  /** stem of a file's name */
  name: string;
  title: string;
  /** `2026-03-04` */
  period: string;
  /** said on every page: demonstration data, an unfinished period */
  banner: string | null;
  head: readonly (readonly [label: string, value: string])[];
  sections: readonly Section[];
  signatures: readonly string[];
  /** at the foot of every page */
  foot: string;
  /** epoch ms: the only date in the files themselves */
  date: number;
}

export interface Section {
  heading: string;
  blocks: readonly Block[];
}

export type Block =
  | { kind: 'text'; text: string; tone: 'plain' | 'calm' | 'note' }
  | {
      kind: 'table';
      caption: string | null;
      columns: readonly Column[];
      rows: readonly (readonly string[])[];
      /** what is left out of a table that is too long */
      more: string | null;
    };

export interface Column {
  head: string;
  /** share of the width */
  width: number;
  align?: 'right';
}

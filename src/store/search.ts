import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** Words that a person typed, with the sites and outlets whose names hold them (names live in the catalogue). */
export interface Search {
  words: string;
  sites: readonly string[];
  outlets: readonly string[];
}

/** The words stand in the sentence, or the row is about one of the sites or outlets. Upper and lower case are one. */
export function saysOrNames(eb: ExpressionBuilder<Tables, 'alert'>, search: Search): Expression<SqlBool> {
  return eb.or([
    containsWords(eb.ref('says'), search.words),
    eb('id', '=', search.words),
    ...(search.sites.length > 0 ? [eb('site', 'in', search.sites)] : []),
    ...(search.outlets.length > 0 ? [eb('outlet', 'in', search.outlets)] : []),
  ]);
}

/** `column` is in lower case already. */
export function containsWords(column: Expression<string>, words: string): Expression<SqlBool> {
  const pattern = `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`${column} like ${pattern} escape '\\'`;
}

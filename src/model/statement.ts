/** What people and offices hand in beside marks, each a version of something with an id. */
export const STATEMENT_KINDS = ['order', 'complaint', 'answer'] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

export interface Statement {
  kind: StatementKind;
  id: string;
  /** what it is found by: a site, an alert; empty where it names none */
  subject: string;
  /** what it speaks of, epoch ms, half-open */
  start: number;
  end: number;
  /** the whole, as JSON */
  body: string;
}

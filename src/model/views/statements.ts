import type { AuthorRole } from '../author.ts';
import type { ComplaintKind } from '../complaint.ts';
import type { MarkKind } from '../mark.ts';
import type { Exemption, OrderKind } from '../order.ts';
import type { Text } from '../text.ts';

export interface MarkView {
  id: string;
  outlet: string;
  kind: MarkKind;
  name: Text;
  layer: 'A' | 'B';
  start: string;
  end: string;
  createdAt: string;
  factor: string | null;
  /** when it came here; after `createdAt` where another platform had it first */
  receivedAt: string;
  author: AuthorView | null;
  note: string | null;
  /** true: taken back; it holds no more */
  revoked: boolean;
}

/** Role and internal number of who handed something in; never a name. */
export interface AuthorView {
  role: AuthorRole;
  id: string;
}

/** `GET /marks/{id}`: as it stands, with all its versions, oldest first. */
export interface MarkDetail extends MarkView {
  versions: MarkView[];
}

/** An order as it was handed in. */
export interface OrderView {
  id: string;
  kind: OrderKind;
  name: Text;
  issuer: string;
  served: string;
  start: string;
  /** null: an order to correct */
  end: string | null;
  /** per cent of normal production that must cease, 100 = stop */
  reduce: number | null;
  baselineKwh: number | null;
  level: string | null;
  measure: string | null;
  reference: string | null;
  sites: readonly string[];
  outlets: readonly string[];
  region: string | null;
  industry: string | null;
  rules: readonly string[] | null;
  createdAt: string;
  author: AuthorView | null;
  revoked: boolean;
}

export interface OrderDetail extends OrderView {
  versions: OrderView[];
}

/** `GET /sites/{id}/orders`: an order that reaches a site, handed in or of the catalogue. */
export interface SiteOrderView {
  id: string;
  kind: OrderKind;
  name: Text;
  start: string;
  end: string | null;
  reduce: number | null;
  level: string | null;
  measure: string | null;
  outlets: string[];
  /** why it does not bind this site */
  exempt: readonly Exemption[];
}

/** A complaint as far as it speaks of the polluter; nothing of who complained is kept. */
export interface ComplaintView {
  id: string;
  kind: ComplaintKind;
  name: Text;
  receivedAt: string;
  from: string;
  to: string;
  site: string | null;
  outlet: string | null;
  place: string | null;
  text: string | null;
  createdAt: string;
  author: AuthorView | null;
  revoked: boolean;
}

/** Ids of alerts and leads that a complaint may be about. */
export interface ComplaintLinks {
  alerts: string[];
  leads: string[];
}

export interface ComplaintDetail extends ComplaintView, ComplaintLinks {
  /** the span of automatic data that belongs to it */
  data: { from: string; to: string };
  versions: ComplaintView[];
}

/** Complaints that may be about an alert or a lead: how many, of which kinds, when. Their words stay where they are. */
export interface ComplaintsAbout {
  count: number;
  kinds: { kind: ComplaintKind; name: Text; count: number }[];
  /** each with the span of automatic data that belongs to it */
  items: {
    id: string;
    kind: ComplaintKind;
    name: Text;
    from: string;
    to: string;
    data: { from: string; to: string };
  }[];
}

/** What an enterprise said to an alert. */
export interface AnswerView {
  id: string;
  alert: string;
  enterprise: string;
  author: AuthorView;
  text: string;
  at: string;
}

/** What became of one row of a body of statements (marks, orders, complaints). `row` counts from 0, `line` from 1. */
export interface StatementOutcome {
  row: number;
  line?: number;
  id: string | null;
  /** `revised`: a new version of what was there; `repeat`: it was there already */
  outcome: 'accepted' | 'revised' | 'repeat' | 'rejected';
  field?: string | null;
  why?: string;
  says?: Text;
}

export interface StatementsView {
  v: 1;
  accepted: number;
  revised: number;
  repeat: number;
  rejected: number;
  rows: StatementOutcome[];
}

/** `POST /marks`, `POST /leads/{id}:move`, `POST /devices/{mn}:adopt`: bodies. */
export interface MarkRequest {
  outlet: string;
  mark: string;
  start: string;
  end: string;
  factor?: string;
  note?: string;
}

import { rfc3339 } from '../model/beijing.ts';
import { COMPLAINT_KINDS, type Complaint, type Happening, speaksOfIt } from '../model/complaint.ts';
import type { ComplaintLinks, ComplaintsAbout } from '../model/views/statements.ts';
import type { StoreReader } from '../store/reader.ts';

/** Linked complaints or alerts of which more than the number is told. */
const TOLD = 100;

/** Complaints that may be about what happened at a site: how many, of which kinds, when; never their words. */
export function complaintsAbout(
  views: StoreReader,
  site: string,
  happenings: readonly Happening[],
  withinMs: number,
): ComplaintsAbout {
  if (happenings.length === 0) return { count: 0, kinds: [], items: [] };
  const from = Math.min(...happenings.map(({ start }) => start)) - withinMs;
  const to = Math.max(...happenings.map(({ end }) => end)) + withinMs;
  const { items } = views.statements<Complaint>('complaint', { subjects: [site], from, to }, null, TOLD * 10);
  const linked = items.filter((one) => happenings.some((happening) => speaksOfIt(one, happening, withinMs)));
  const kinds = [...Map.groupBy(linked, ({ kind }) => kind)];
  return {
    count: linked.length,
    kinds: kinds.map(([kind, those]) => ({ kind, name: COMPLAINT_KINDS[kind], count: those.length })),
    items: linked.slice(0, TOLD).map(({ id, kind, from, to }) => ({
      id,
      kind,
      name: COMPLAINT_KINDS[kind],
      from: rfc3339(from),
      to: rfc3339(to),
      data: dataSpan({ from, to }, withinMs),
    })),
  };
}

/** The span of automatic data that belongs to a complaint. */
export const dataSpan = ({ from, to }: Pick<Complaint, 'from' | 'to'>, withinMs: number) => ({
  from: rfc3339(from - withinMs),
  to: rfc3339(to + withinMs),
});

/** Alerts and leads that a complaint may be about. */
export function happeningsNear(views: StoreReader, complaint: Complaint, withinMs: number): ComplaintLinks {
  const { site, from, to } = complaint;
  if (site === undefined) return { alerts: [], leads: [] };
  const states = ['provisional', 'confirmed'] as const;
  const filter = { site, states, from: from - withinMs, to: to + withinMs };
  const { items } = views.alerts(filter, 'start', null, TOLD);
  const alerts = items.filter((alert) => speaksOfIt(complaint, alert, withinMs)).map(({ id }) => id);
  return { alerts, leads: [...new Set(alerts.flatMap((id) => views.leadsOfAlert(id)))] };
}

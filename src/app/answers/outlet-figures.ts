import type { Engine } from '../../engine/engine.ts';
import { merge } from '../../ledger/marks.ts';
import type { OutletLedger } from '../../ledger/outlet-ledger.ts';
import { civil, type DaySpan, dayStart, HOUR_MS, type Span } from '../../model/beijing.ts';
import type { MarkKind } from '../../model/mark.ts';
import type { TransmissionPeriod } from '../../model/transmission.ts';
import type { OutletFigures, Presence } from '../../report/facts.ts';
import { transmissionRows } from './transmission.ts';

export interface FiguresQuery {
  outlet: string;
  days: DaySpan;
  /** how its transmission is counted */
  by: TransmissionPeriod;
}

/** What a report tells of an outlet in a period; undefined for an unknown outlet. */
export function outletFigures(engine: Engine, { outlet: id, days, by }: FiguresQuery): OutletFigures | undefined {
  const ledger = engine.ledger(id);
  if (!ledger) return undefined;
  const { outlet } = ledger;
  const site = [...engine.sites()].find((one) => one.id === outlet.site)!;
  const span = { start: dayStart(days.from), end: dayStart(days.to) };
  return {
    site: {
      id: site.id,
      name: site.name,
      region: site.region,
      industry: site.industry,
      demonstration: site.demonstration,
    },
    outlet: { id, name: outlet.name, medium: outlet.medium },
    presence: presenceOf(ledger, days, Math.min(span.end, engine.clock)),
    lastData: Number.isFinite(ledger.watermark) ? ledger.watermark : null,
    judged: ledger.closedUntil >= span.end,
    transmission: transmissionRows(engine, { outlet: id, days, by }) ?? [],
    marks: marksOf(ledger, span),
    quotas: quotasOf(ledger, days),
  };
}

function presenceOf(ledger: OutletLedger, { from, to }: DaySpan, elapsed: number): Presence {
  if (ledger.runs.some((run) => run.from < to && run.to > from)) return 'reporting';
  if (ledger.firstAt >= dayStart(to)) return 'never';
  const stopping = ledger.marks.policy.groups.filter(({ stops }) => stops).flatMap(({ kinds }) => kinds);
  const stopped = merge(ledger.marks.marks.filter(({ kind }) => stopping.includes(kind)));
  return stopped.some(({ start, end }) => start <= dayStart(from) && end >= elapsed) ? 'stopped' : 'silent';
}

function marksOf({ marks }: OutletLedger, span: Span): (Span & { kind: MarkKind })[] {
  const touching = marks.within(span);
  return [...new Set(touching.map(({ kind }) => kind))].flatMap((kind) =>
    merge(touching.filter((mark) => mark.kind === kind)).map(({ start, end }) => {
      return { kind, start: Math.max(start, span.start), end: Math.min(end, span.end) };
    }),
  );
}

/** Of the last day of the period, whose quarter and year are those that count; what is marked after it is left out. */
function quotasOf({ marks }: OutletLedger, { to }: DaySpan): OutletFigures['quotas'] {
  const end = dayStart(to);
  return marks.policy.groups.flatMap((group) => {
    if (group.capHours === undefined) return [];
    const spans = marks.quota(group, to - 1)[0]?.spans ?? [];
    const used = spans.reduce((ms, span) => ms + Math.max(0, Math.min(span.end, end) - span.start), 0);
    const { year, month } = civil(to - 1);
    const period = group.per === 'quarter' ? `${year}-Q${Math.ceil(month / 3)}` : String(year);
    return used === 0 ? [] : [{ name: group.name, period, usedHours: used / HOUR_MS, capHours: group.capHours }];
  });
}

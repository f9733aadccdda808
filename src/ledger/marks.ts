import { DAY_MS, dayOf, dayStart, HOUR_MS, MINUTE_MS, quarterOf, type Span, yearOf } from '../model/beijing.ts';
import { MARK_KINDS, type Mark, type MarkKind } from '../model/mark.ts';
import type { MarkGroup, MarkPolicy } from '../model/mark-policy.ts';

/** What marks say about a minute, as bits of one byte. */
export const MarkBit = {
  /** out of service: leaves the denominator */
  STOPPED: 1,
  /** device mark: data are not used */
  INVALID: 2,
  /** … and within the cap of its group */
  INVALID_WITHIN_CAP: 4,
  /** furnace state that exempts, within its cap */
  EXEMPT: 8,
  /** … of a group whose exemption high particulate takes away */
  CONDITIONAL: 16,
  /** furnace state that would exempt, but its cap is used up */
  OVER_CAP: 32,
  /** any furnace-state or device mark at all */
  MARKED: 64,
} as const;

/** Minutes of one group that count against its cap in one period, in order of time. */
export interface Quota {
  group: MarkGroup;
  /** the natural period, epoch ms */
  period: Span;
  /** merged, disjoint, ascending, whole minutes */
  spans: Span[];
  usedMs: number;
  /** instant at which the cap is used up; Infinity where it is not */
  cutoff: number;
}

/**
 * All marks of one outlet. A mark is replaced by a later version of the same id (by `createdAt`); both stay.
 * Quotas are worked out from the marks alone, in order of time, so they do not depend on the order of arrival.
 */
export class MarkBook {
  #policy: MarkPolicy;
  #versions = new Map<string, Mark[]>();
  #current: Mark[] = [];
  #quotas = new Map<string, Quota[]>();
  revision = 0;

  constructor(policy: MarkPolicy) {
    this.#policy = policy;
  }

  get policy(): MarkPolicy {
    return this.#policy;
  }

  /** Another policy is in force: the same marks count differently. */
  set policy(policy: MarkPolicy) {
    this.#policy = policy;
    this.#quotas.clear();
    this.revision++;
  }

  /** Current marks, by start. */
  get marks(): readonly Mark[] {
    return this.#current;
  }

  history(id: string): readonly Mark[] {
    return this.#versions.get(id) ?? [];
  }

  /** @returns the days on which anything can judge differently now, half-open, or undefined for a repeat */
  put(mark: Mark): { from: number; to: number } | undefined {
    const versions = this.#versions.get(mark.id) ?? [];
    if (versions.some((v) => equal(v, mark))) return undefined;
    const touched = [...this.#current.filter((m) => m.id === mark.id), mark];
    versions.push(mark);
    versions.sort((a, b) => a.createdAt - b.createdAt || a.start - b.start || a.end - b.end);
    this.#versions.set(mark.id, versions);
    this.#current = [...this.#versions.values()]
      .map((all) => all.at(-1)!)
      .filter((m) => !m.revoked)
      .sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
    this.#quotas.clear();
    this.revision++;
    const start = Math.min(...touched.map((m) => m.start));
    const end = Math.max(...touched.map((m) => m.end));
    // A mark uses up a cap, so it can change every later day of the natural year.
    return { from: dayOf(start), to: yearOf(dayOf(end - 1)).to };
  }

  /** Marks that touch a span. */
  within(span: Span): Mark[] {
    return this.#current.filter((m) => m.start < span.end && m.end > span.start);
  }

  /** Spans under marks of one kind that touch a window, whole: marks that touch each other are one (a split at midnight). */
  spansOf(kind: MarkKind, window: Span): Span[] {
    const own = this.#current.filter((m) => m.kind === kind && m.factor === undefined);
    return merge(own).filter((span) => span.start < window.end && span.end > window.start);
  }

  /**
   * Bits of {@link MarkBit} for each minute of a day.
   * @param factor device marks that are limited to it hold as well; absent = only those of the whole outlet
   */
  minutes(day: number, factor?: string): Uint8Array {
    const bits = new Uint8Array(1440);
    const start = dayStart(day);
    if (this.within({ start, end: start + DAY_MS }).length === 0) return bits;
    // Stopped first: it outranks device marks, which outrank furnace states (regulations MARK-05).
    for (const group of byRank(this.policy.groups)) {
      for (const quota of this.quota(group, day)) {
        for (const span of this.#about(quota, factor)) paint(bits, start, span, quota);
      }
    }
    for (const mark of this.within({ start, end: start + DAY_MS })) {
      fill(bits, start, mark, (bit) => bit | MarkBit.MARKED);
    }
    return bits;
  }

  /**
   * The quota of a group in the natural period that holds a day. One period, or none for a group without marks. A mark
   * that is limited to one factor uses it up as well: the cap is the furnace's.
   */
  quota(group: MarkGroup, day: number): Quota[] {
    const days = group.per === 'quarter' ? quarterOf(day) : yearOf(day);
    const period = { start: dayStart(days.from), end: dayStart(days.to) };
    const key = `${group.id}@${period.start}`;
    let quota = this.#quotas.get(key);
    if (!quota) {
      const spans = this.#countedSpans(group, period);
      quota = spans.length === 0 ? [] : [{ group, period, spans, ...usage(spans, group.capHours) }];
      this.#quotas.set(key, quota);
    }
    return quota;
  }

  /** Spans of a group's marks in a period, without what an outranking group of the same layer or a stop covers. */
  #countedSpans(group: MarkGroup, period: Span): Span[] {
    const own = this.#spans(group, period);
    if (group.stops || own.length === 0) return own;
    const layer = layerOf(group);
    const outranking = this.policy.groups.filter(
      (other, i) => other.stops || (layerOf(other) === layer && i < this.policy.groups.indexOf(group)),
    );
    return outranking.reduce((spans, other) => subtract(spans, this.#spans(other, period)), own);
  }

  /** What of a quota's spans comes from marks about a factor, or about all. */
  #about({ group, period, spans }: Quota, factor: string | undefined): Span[] {
    const about = (mark: Mark) => !isLimited(mark) || mark.factor === factor;
    if (this.#current.every((mark) => !group.kinds.includes(mark.kind) || about(mark))) return spans;
    return subtract(spans, subtract(spans, this.#spans(group, period, about)));
  }

  #spans(group: MarkGroup, period: Span, about: (mark: Mark) => boolean = () => true): Span[] {
    const spans: Span[] = [];
    for (const mark of this.#current) {
      if (!group.kinds.includes(mark.kind) || !about(mark)) continue;
      const start = Math.max(wholeMinute(mark.start), period.start);
      const end = Math.min(wholeMinute(mark.end), period.end);
      if (start < end) spans.push({ start, end });
    }
    return merge(spans);
  }
}

/** A furnace state is never a matter of one factor. */
const isLimited = ({ kind, factor }: Mark) => factor !== undefined && MARK_KINDS[kind].layer === 'B';
const layerOf = (group: MarkGroup) => MARK_KINDS[group.kinds[0]!].layer;
const rank = (group: MarkGroup) => (group.stops ? 0 : group.invalidates ? 1 : 2);
const byRank = (groups: readonly MarkGroup[]) => [...groups].sort((a, b) => rank(a) - rank(b));

/** A minute is marked when its first instant is. */
const wholeMinute = (at: number) => Math.ceil(at / MINUTE_MS) * MINUTE_MS;

function fill(bits: Uint8Array, dayStartMs: number, span: Span, change: (bit: number) => number): void {
  const from = Math.max(0, (wholeMinute(span.start) - dayStartMs) / MINUTE_MS);
  const to = Math.min(1440, (wholeMinute(span.end) - dayStartMs) / MINUTE_MS);
  for (let m = from; m < to; m++) bits[m] = change(bits[m]!);
}

function paint(bits: Uint8Array, dayStartMs: number, span: Span, { group, cutoff }: Quota): void {
  const within = { start: span.start, end: Math.min(span.end, cutoff) };
  const beyond = { start: Math.max(span.start, cutoff), end: span.end };
  if (group.stops) fill(bits, dayStartMs, span, (bit) => bit | MarkBit.STOPPED);
  if (group.invalidates) {
    fill(bits, dayStartMs, span, (bit) => bit | MarkBit.INVALID);
    if (within.start < within.end) fill(bits, dayStartMs, within, (bit) => bit | MarkBit.INVALID_WITHIN_CAP);
  }
  if (group.exempts) {
    const exempt = MarkBit.EXEMPT | (group.conditional ? MarkBit.CONDITIONAL : 0);
    if (within.start < within.end) fill(bits, dayStartMs, within, (bit) => bit | exempt);
    if (beyond.start < beyond.end) fill(bits, dayStartMs, beyond, (bit) => bit | MarkBit.OVER_CAP);
  }
}

function usage(spans: readonly Span[], capHours: number | undefined): { usedMs: number; cutoff: number } {
  const cap = capHours === undefined ? Number.POSITIVE_INFINITY : capHours * HOUR_MS;
  let usedMs = 0;
  let cutoff = Number.POSITIVE_INFINITY;
  for (const { start, end } of spans) {
    if (usedMs <= cap && usedMs + end - start > cap) cutoff = start + cap - usedMs;
    usedMs += end - start;
  }
  return { usedMs, cutoff };
}

/** Union of spans: disjoint, ascending. */
export function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ start: span.start, end: span.end });
  }
  return merged;
}

/** What of disjoint ascending spans lies outside others. */
export function subtract(spans: readonly Span[], others: readonly Span[]): Span[] {
  let rest = [...spans];
  for (const other of others) {
    rest = rest.flatMap((span) => {
      if (other.end <= span.start || other.start >= span.end) return [span];
      const parts = [
        { start: span.start, end: other.start },
        { start: other.end, end: span.end },
      ];
      return parts.filter((part) => part.start < part.end);
    });
  }
  return rest;
}

function equal(a: Mark, b: Mark): boolean {
  return (
    a.kind === b.kind &&
    a.start === b.start &&
    a.end === b.end &&
    a.createdAt === b.createdAt &&
    a.factor === b.factor &&
    Boolean(a.revoked) === Boolean(b.revoked)
  );
}

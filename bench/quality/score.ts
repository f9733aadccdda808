import type { LabelledEvent, Labels } from './falsify.ts';

/** An alert of a detector; times in epoch seconds. */
export interface Alert {
  series: string;
  start: number;
  end: number;
  at: number;
  kind: string;
  score: number;
}

const DAY = 86_400;
const MONTH = 30.44 * DAY;
/** False alerts of one series closer than this, or than two samples, are one false lead. */
const GAP = 3600;
/** An event's window ends this much, or a quarter of its length, after the event. */
const GRACE = 3600;
/** Share of an alert that must lie in event windows for it to be a true one. */
const INSIDE = 0.5;
const BUDGETS = [0.1, 1, 5];

interface Window {
  event: LabelledEvent;
  from: number;
  to: number;
}

/** One series: its events, its benign controls, its alerts and the time it was watched. */
class Track {
  readonly labels: Labels;
  readonly events: Window[];
  readonly benign: Window[];
  readonly alerts: Alert[];
  /** seconds after the warm-up outside windows and ignored stretches */
  readonly cleanTime: number;

  constructor(labels: Labels, alerts: readonly Alert[]) {
    this.labels = labels;
    const { period, warmupEnd, end, ignore } = labels;
    const windows = labels.events.map((event) => ({
      event,
      from: event.start,
      to: event.end + Math.max(GRACE, 2 * period, 0.25 * (event.end - event.start)),
    }));
    this.events = windows.filter(({ event }) => !event.benign);
    this.benign = windows.filter(({ event }) => event.benign);
    let out = 0;
    for (const { from, to } of this.events) out += to - from;
    for (const { start, end: b } of ignore) if (b > warmupEnd) out += b - Math.max(start, warmupEnd);
    this.cleanTime = Math.max(0, end - warmupEnd - out);
    this.alerts = alerts.filter((a) => a.end >= warmupEnd).sort((a, b) => a.start - b.start || a.end - b.end);
  }

  match(threshold: number) {
    const gap = Math.max(GAP, 2 * this.labels.period);
    const found = new Map<LabelledEvent, { at: number; kinds: Set<string> }>();
    const benign = new Set<LabelledEvent>();
    const leads: [number, number][] = [];
    for (const { start, end, at, kind, score } of this.alerts) {
      if (score < threshold) continue;
      const hit = this.events.filter((w) => w.from <= end && start <= w.to);
      const inside = hit.reduce((sum, w) => sum + Math.min(end, w.to) - Math.max(start, w.from), 0);
      if (hit.length > 0 && inside >= INSIDE * (end - start)) {
        for (const { event } of hit) {
          const held = found.get(event) ?? { at: Number.POSITIVE_INFINITY, kinds: new Set() };
          held.at = Math.min(held.at, Math.max(at, event.start));
          held.kinds.add(kind);
          found.set(event, held);
        }
      } else if (!this.labels.ignore.some((i) => i.start <= end && start <= i.end)) {
        const last = leads.at(-1);
        if (last && start <= last[1] + gap) last[1] = Math.max(last[1], end);
        else leads.push([start, end]);
        for (const w of this.benign) if (w.from <= end && start <= w.to) benign.add(w.event);
      }
    }
    const falseLeads = leads.reduce((sum, [a, b]) => sum + Math.max(1, Math.ceil((b - a) / DAY)), 0);
    return { falseLeads, benign: benign.size, found };
  }
}

/** What a detector reached at one threshold (quality/README.md "Metrics"). */
export interface Figures {
  threshold: number;
  events: number;
  detected: number;
  falseLeads: number;
  precision: number;
  recall: number;
  f1: number;
  macroRecall: number;
  falsePerMonth: number;
  cleanFalsePerMonth: number;
  benignFalse: number;
  benign: number;
  delayHoursMedian: number;
  delayHoursP90: number;
  delayRelativeMedian: number;
  kindAccuracy: number;
  byKind: Record<string, { detected: number; events: number }>;
}

export class Scorer {
  readonly #tracks: Track[];

  constructor(labels: readonly Labels[], alerts: readonly Alert[]) {
    this.#tracks = labels.map(
      (l) =>
        new Track(
          l,
          alerts.filter(({ series }) => series === l.series),
        ),
    );
  }

  get outletMonths(): number {
    return this.#tracks.reduce((sum, t) => sum + t.cleanTime, 0) / MONTH;
  }

  at(threshold: number): Figures {
    const byKind: Figures['byKind'] = {};
    const delays: number[] = [];
    const relative: number[] = [];
    let falseLeads = 0;
    let cleanFalse = 0;
    let cleanTime = 0;
    let benignFalse = 0;
    let right = 0;
    for (const track of this.#tracks) {
      const m = track.match(threshold);
      falseLeads += m.falseLeads;
      benignFalse += m.benign;
      if (track.events.length === 0) {
        cleanFalse += m.falseLeads;
        cleanTime += track.cleanTime;
      }
      for (const { event } of track.events) {
        const kind = byKind[event.kind] ?? { detected: 0, events: 0 };
        byKind[event.kind] = kind;
        kind.events++;
        const held = m.found.get(event);
        if (!held) continue;
        kind.detected++;
        delays.push(held.at - event.start);
        relative.push((held.at - event.start) / Math.max(event.end - event.start, track.labels.period));
        if (held.kinds.has(event.kind)) right++;
      }
    }
    const events = this.#tracks.reduce((sum, t) => sum + t.events.length, 0);
    const detected = delays.length;
    const precision = detected + falseLeads > 0 ? detected / (detected + falseLeads) : 0;
    const recall = events > 0 ? detected / events : 0;
    const kinds = Object.values(byKind);
    return {
      threshold,
      events,
      detected,
      falseLeads,
      precision,
      recall,
      f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
      macroRecall: kinds.length > 0 ? kinds.reduce((sum, k) => sum + k.detected / k.events, 0) / kinds.length : 0,
      falsePerMonth: this.outletMonths > 0 ? falseLeads / this.outletMonths : 0,
      cleanFalsePerMonth: cleanTime > 0 ? cleanFalse / (cleanTime / MONTH) : 0,
      benignFalse,
      benign: this.#tracks.reduce((sum, t) => sum + t.benign.length, 0),
      delayHoursMedian: middle(delays, 0.5) / 3600,
      delayHoursP90: middle(delays, 0.9) / 3600,
      delayRelativeMedian: middle(relative, 0.5),
      kindAccuracy: detected > 0 ? right / detected : 0,
      byKind,
    };
  }

  /** PR-AUC (average precision over the best recall so far), best F1 and recall under budgets of false leads a month. */
  sweep(most = 200) {
    const all = [...new Set(this.#tracks.flatMap((t) => t.alerts.map(({ score }) => score)))].sort((a, b) => b - a);
    const scores =
      all.length <= most
        ? all
        : Array.from({ length: most }, (_, i) => all[Math.floor((i * (all.length - 1)) / (most - 1))]!);
    let prAuc = 0;
    let reached = 0;
    let bestF1 = 0;
    let bestThreshold = 1;
    const recallAtBudget: Record<string, number> = Object.fromEntries(BUDGETS.map((b) => [String(b), 0]));
    for (const score of scores) {
      const m = this.at(score);
      if (m.recall > reached) {
        prAuc += (m.recall - reached) * m.precision;
        reached = m.recall;
      }
      if (m.f1 > bestF1) {
        bestF1 = m.f1;
        bestThreshold = score;
      }
      for (const b of BUDGETS)
        if (m.falsePerMonth <= b) recallAtBudget[String(b)] = Math.max(recallAtBudget[String(b)]!, m.recall);
    }
    return { prAuc, bestF1, bestThreshold, recallAtBudget };
  }
}

function middle(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length > 0 ? sorted[Math.min(sorted.length - 1, Math.trunc(q * sorted.length))]! : Number.NaN;
}

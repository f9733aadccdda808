import { durationText } from '../../config/duration.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Facts } from '../../model/alert.ts';
import { dateText } from '../../model/beijing.ts';
import { LEVEL_FACTS, LEVELS, USUAL_LEVEL } from '../../model/level.ts';
import type { BasisView } from '../../model/views/alerts.ts';
import type { RuleDetail, RuleView } from '../../model/views/rules.ts';
import { type Rule, rulesFor } from '../../rulebook/rulebook.ts';
import type { Basis } from '../../rulebook/schema.ts';

export function ruleViews(engine: Engine): RuleView[] {
  return engine.rulebook.rules.map((rule) => ruleView(engine, rule));
}

export function ruleDetail(engine: Engine, id: string): RuleDetail | undefined {
  const rule = engine.rulebook.rules.find((r) => r.id === id);
  return rule && { ...ruleView(engine, rule), yaml: rule.yaml };
}

function ruleView(engine: Engine, rule: Rule): RuleView {
  const bound = [...engine.sites()].flatMap((site) =>
    site.outlets.filter((outlet) => rulesFor(engine.rulebook.rules, site, outlet).includes(rule)),
  );
  return {
    id: rule.id,
    version: rule.version,
    title: rule.title,
    detector: rule.detectorName,
    kind: rule.kind,
    severity: rule.severity,
    covers: rule.covers,
    basis: cited(engine, rule.basis).map(basisView),
    with: rule.params as Facts,
    settle: durationText(rule.settle),
    tiers: tiers(rule),
    outlets: bound.length,
    openAlerts: [...engine.alerts.alerts()].filter((alert) => alert.rule === rule.id).length,
    source: rule.source,
  };
}

/** The tier that a rule begins with, and those of its ladder. */
function tiers({ level, severity, ladder }: Rule): RuleView['tiers'] {
  const rungs = [{ windows: 1, level: level ?? (USUAL_LEVEL[severity] as string) }, ...ladder.map(rung)];
  return rungs.flatMap(({ windows, level: name }) => {
    const known = LEVELS.find((one) => one === name);
    return known ? { level: known, windows, ...LEVEL_FACTS[known] } : [];
  });
}

const rung = ({ count, level }: Rule['ladder'][number]) => ({ windows: count, level });

/** What a rule cites, as it stands in the table. */
function cited(engine: Engine, ids: readonly string[]): Basis[] {
  return ids.flatMap((id) => engine.rulebook.basis.get(id) ?? []);
}

export function basisView({ id, instrument, article, summary, verified, ...row }: Basis): BasisView {
  const dated = (day: number | undefined) => (day === undefined ? null : dateText(day));
  return { id, instrument, article, summary, verified, from: dated(row.from), to: dated(row.to) };
}

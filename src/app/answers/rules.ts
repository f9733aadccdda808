import type { Engine } from '../../engine/engine.ts';
import type { Facts } from '../../model/alert.ts';
import { dateText } from '../../model/beijing.ts';
import type { BasisView, RuleDetail, RuleView } from '../../model/views.ts';
import { durationText } from '../../rulebook/duration.ts';
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
    outlets: bound.length,
    openAlerts: [...engine.alerts.alerts()].filter((alert) => alert.rule === rule.id).length,
    source: rule.source,
  };
}

/** What a rule cites, as it stands in the table. */
function cited(engine: Engine, ids: readonly string[]): Basis[] {
  return ids.flatMap((id) => engine.rulebook.basis.get(id) ?? []);
}

export function basisView({ id, instrument, article, summary, verified, ...row }: Basis): BasisView {
  const dated = (day: number | undefined) => (day === undefined ? null : dateText(day));
  return { id, instrument, article, summary, verified, from: dated(row.from), to: dated(row.to) };
}

import { z } from 'zod';
import { ALERT_KINDS, SEVERITIES } from '../../model/alert.ts';
import { LEVELS } from '../../model/level.ts';
import type * as views from '../../model/views/rules.ts';
import { Basis } from './alerts.ts';
import { count, factsShape, fileProblem, named, pageOf, Text, time } from './shape.ts';

const ruleShape = {
  id: z.string(),
  version: z.string(),
  title: Text,
  detector: z.string(),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  covers: z.array(z.string()),
  basis: z.array(Basis),
  with: factsShape,
  settle: z.string(),
  tiers: z.array(z.strictObject({ level: z.enum(LEVELS), windows: count, name: Text, tells: Text })),
  outlets: count,
  openAlerts: count,
  source: z.string(),
};

const Rule = named<views.RuleView>('Rule', z.strictObject(ruleShape));

export const RuleDetail = named<views.RuleDetail>('RuleDetail', z.strictObject({ ...ruleShape, yaml: z.string() }));

const RulesState = named<views.RulesStateView>(
  'RulesState',
  z.strictObject({
    edit: count,
    at: time,
    by: z.string().nullable(),
    reason: z.string().nullable(),
    folder: z.string(),
    problems: z.array(fileProblem),
  }),
);

const versionShape = {
  version: z.string().nullable(),
  hash: z.string().nullable(),
  file: z.string(),
  edit: count,
  at: time,
  by: z.string().nullable(),
  reason: z.string().nullable(),
  inForce: z.boolean(),
};

const RuleVersion = named<views.RuleVersionView>('RuleVersion', z.strictObject(versionShape));

export const RuleVersionDetail = named<views.RuleVersionDetail>(
  'RuleVersionDetail',
  z.strictObject({ ...versionShape, yaml: z.string() }),
);

export const RuleDiff = named<views.RuleDiffView>(
  'RuleDiff',
  z.strictObject({
    from: z.string().nullable(),
    to: z.string(),
    lines: z.array(z.strictObject({ sign: z.enum([' ', '+', '-']), text: z.string() })),
  }),
);

export const RuleCheck = named<views.RuleCheckView>('RuleCheck', z.strictObject({ problems: z.array(fileProblem) }));

export const RuleVersionPage = pageOf('RuleVersionPage', RuleVersion);

export const RulePage = named<views.RulePage>(
  'RulePage',
  z.strictObject({ items: z.array(Rule), next: z.string().nullable(), state: RulesState }),
);

import { type Path, readYaml, unknownName } from '../../config/strict-yaml.ts';
import { FACTORS } from '../../model/factors.ts';
import { INDUSTRIES, type LimitBasis, type Outlet } from '../../model/outlet.ts';
import type { Text } from '../../model/text.ts';
import { regulationsOf } from '../regulations.ts';
import { type Rule, rulesFor } from '../rulebook.ts';
import { ruleSchema } from '../schema.ts';
import { checkCited } from './basis.ts';
import { type Finding, few, type Notes, notesOn } from './finding.ts';
import type { Checked } from './lint.ts';

/** Parameters that name something elsewhere, by convention of their names. */
interface References {
  factors?: string[];
  counts?: string | string[];
  group?: string;
  groups?: string[];
  against?: LimitBasis;
}

export function checkRule(rule: Rule, checked: Checked, findings: Finding[]): void {
  const notes = notesOn(readYaml(rule.yaml, rule.source, ruleSchema), findings);
  checkScope(rule, checked, notes);
  checkFactors(rule, notes);
  checkCounts(rule, checked, notes);
  checkGroups(rule, checked, notes);
  checkLimits(rule, checked, notes);
  checkLadder(rule, notes);
  checkCovers(rule, checked, notes);
  checkCited(rule, checked.rulebook.basis, checked.today, notes);
  if (!checked.tested.has(rule.id)) {
    notes.warning('no-test', ['id'], {
      zh: `规则“${rule.id}”没有测试；在旁边写一个 *.test.yaml`,
      en: `rule "${rule.id}" has no test; write a *.test.yaml beside it`,
    });
  }
}

function checkScope(rule: Rule, { rulebook, site }: Checked, notes: Notes): void {
  const used = rulebook.policies.flatMap(({ industries }) => industries);
  const known = [...new Set([...INDUSTRIES, ...used, ...(site?.catalogue.sites ?? []).map((s) => s.industry)])];
  for (const key of ['industry', 'notIndustry'] as const) {
    rule.scope[key]?.forEach((industry, i) => {
      if (known.includes(industry)) return;
      notes.warning(
        'unknown-industry',
        ['scope', key, i],
        unknownName({ zh: '行业', en: 'industry' }, industry, known),
      );
    });
  }
  if (!site) return;
  const { sites } = site.catalogue;
  const tags = [...new Set(sites.flatMap((s) => [s, ...s.outlets].flatMap((tagged) => tagged.tags ?? [])))];
  rule.scope.tags?.forEach((tag, i) => {
    if (tags.includes(tag)) return;
    notes.warning('unknown-tag', ['scope', 'tags', i], unknownName({ zh: '标签', en: 'tag' }, tag, tags));
  });
  rule.scope.region?.forEach((code, i) => {
    if (sites.some(({ region }) => region.startsWith(code))) return;
    notes.warning('unknown-region', ['scope', 'region', i], {
      zh: `名录中没有区划代码以 ${code} 开头的单位`,
      en: `no site of the catalogue has a division code that begins with ${code}`,
    });
  });
  if (boundOutlets(rule, site).length === 0) {
    notes.note('no-outlet', ['scope'], {
      zh: '名录中没有任何排放口适用此规则',
      en: 'no outlet of the catalogue is in the scope of this rule',
    });
  }
}

function boundOutlets(rule: Rule, { catalogue }: NonNullable<Checked['site']>): Outlet[] {
  return catalogue.sites.flatMap((site) =>
    site.outlets.filter((outlet) => rulesFor([rule], site, outlet).includes(rule)),
  );
}

/** A name in place of its code is the likeliest slip: 氨, ammonia. */
function unknownFactor(word: string): Text {
  const named = Object.entries(FACTORS).find(([, { zh, en }]) => [zh, en.toLowerCase()].includes(word.toLowerCase()));
  if (!named) return unknownName({ zh: '因子', en: 'factor' }, word, Object.keys(FACTORS));
  const [code, { zh, en }] = named;
  return { zh: `因子用编码：${zh}为 ${code}`, en: `factors go by their codes: ${en} is ${code}` };
}

/** Codes of table B, of a process (`e10201`) or of a private kind are allowed; a likely slip of the pen is told. */
function checkFactors(rule: Rule, notes: Notes): void {
  const { factors } = rule.params as References;
  const { medium, factor: spoken } = rule.scope;
  const check = (factor: string, path: Path) => {
    const known = Object.hasOwn(FACTORS, factor) ? FACTORS[factor] : undefined;
    if (!known && !/^[eg]\d{5}$/.test(factor)) {
      notes.warning('unknown-factor', path, unknownFactor(factor));
    }
    if (known?.medium && medium && !medium.includes(known.medium)) {
      notes.warning('factor-elsewhere', path, {
        zh: `${factor}（${known.zh}）属于 ${known.medium}，而规则只用于 ${medium.join(', ')}`,
        en: `${factor} (${known.en}) belongs to ${known.medium}, the rule is for ${medium.join(', ')} only`,
      });
    }
  };
  factors?.forEach((factor, i) => {
    check(factor, ['with', 'factors', i]);
  });
  spoken?.forEach((factor, i) => {
    check(factor, ['scope', 'factor', i]);
    if (!factors || factors.includes(factor)) return;
    notes.warning('factor-not-judged', ['scope', 'factor', i], {
      zh: `with.factors 中没有 ${factor}，不会就它报警`,
      en: `with.factors does not name ${factor}: it is never judged`,
    });
  });
}

function checkCounts(rule: Rule, { rulebook }: Checked, notes: Notes): void {
  const { counts } = rule.params as References;
  const ids = rulebook.rules.map(({ id }) => id);
  for (const id of [counts ?? []].flat()) {
    if (id === rule.id) {
      notes.error('counts-itself', ['with', 'counts'], { zh: '规则不能统计自己', en: 'a rule cannot count itself' });
    } else if (!ids.includes(id)) {
      notes.error('unknown-rule', ['with', 'counts'], unknownName({ zh: '规则', en: 'rule' }, id, ids));
    }
  }
}

/** Mark groups are those of the policies of the rule's industries. */
function checkGroups(rule: Rule, { rulebook }: Checked, notes: Notes): void {
  const { group, groups = [] } = rule.params as References;
  const { industry, notIndustry = [] } = rule.scope;
  const policies = rulebook.policies.filter(
    ({ industries }) =>
      industries.length === 0 ||
      industries.some((name) => (industry ? industry.includes(name) : !notIndustry.includes(name))),
  );
  const known = [...new Set(policies.flatMap((policy) => policy.groups.map(({ id }) => id)))];
  const named = [...(group === undefined ? [] : [{ id: group, path: ['with', 'group'] }])];
  named.push(...groups.map((id, i) => ({ id, path: ['with', 'groups', String(i)] })));
  for (const { id, path } of named) {
    if (known.includes(id)) continue;
    const at = path.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    notes.error('unknown-mark-group', at, unknownName({ zh: '标记组', en: 'mark group' }, id, known));
  }
}

/** A rule that judges against a limit says nothing where no limit is known. */
function checkLimits(rule: Rule, { standards, site, today }: Checked, notes: Notes): void {
  const { factors = [], against } = rule.params as References;
  const basis = against ?? rule.detector.limit;
  if (!basis) return;
  const own = site?.catalogue.sites.flatMap(({ outlets }) => outlets.flatMap(({ limits }) => limits)) ?? [];
  const all = [...own, ...[...standards.values()].flatMap(({ limits }) => limits)];
  factors.forEach((factor, i) => {
    const path = ['with', 'factors', i];
    if (!all.some((limit) => limit.factor === factor && limit.basis === basis)) {
      notes.warning('no-limit', path, {
        zh: `${factor} 没有任何 ${basis} 限值（标准表和名录中都没有），永远不会报警`,
        en: `no table and no outlet has a limit for ${factor} on basis "${basis}": it will never be judged`,
      });
      return;
    }
    if (!site) return;
    const without = boundOutlets(rule, site).filter(
      (outlet) => factor in outlet.channels && !site.catalogue.limit(outlet, factor, basis, today),
    );
    if (without.length === 0) return;
    const names = few(without.map(({ id }) => id));
    notes.warning('no-limit', path, {
      zh: `以下排放口监测 ${factor}，但今天没有 ${basis} 限值：${names.zh}`,
      en: `these outlets measure ${factor} but have no limit on basis "${basis}" today: ${names.en}`,
    });
  });
}

function checkLadder({ ladder }: Rule, notes: Notes): void {
  ladder.forEach(({ count, level }, i) => {
    const before = ladder[i - 1];
    if (before && before.count >= count) {
      notes.error('ladder-order', ['ladder', i, 'count'], {
        zh: `阶梯应从低到高：${count} 不大于前一级的 ${before.count}`,
        en: `rungs go upwards: ${count} is not more than the ${before.count} before it`,
      });
    }
    if (ladder.findIndex((rung) => rung.level === level) < i) {
      notes.error('ladder-level', ['ladder', i, 'level'], {
        zh: `级别“${level}”已用于另一级阶梯`,
        en: `level "${level}" is already that of another rung`,
      });
    }
  });
}

function checkCovers({ covers, severity }: Rule, { regulations }: Checked, notes: Notes): void {
  const known = regulations && regulationsOf(regulations.value).map(({ id }) => id);
  covers.forEach((id, i) => {
    if (!known || known.includes(id)) return;
    const says = unknownName({ zh: '条款编号', en: 'id of a regulation' }, id, known);
    notes.error('unknown-regulation', ['covers', i], says);
  });
  if (covers.length > 0 && severity === 'info') {
    notes.error('covers-nothing', ['covers'], {
      zh: '仅作提示（severity: info）的规则不认定违规，不能写 covers',
      en: 'a rule that only informs (severity: info) asserts nothing to be broken and covers nothing',
    });
  }
}

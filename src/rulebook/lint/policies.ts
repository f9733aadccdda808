import type { TextFile } from '../../catalogue/load.ts';
import { readYaml } from '../../config/strict-yaml.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import type { MarkGroup } from '../../model/mark-policy.ts';
import { markPolicySchema } from '../schema.ts';
import { type Finding, type Notes, notesOn } from './finding.ts';

const LONGEST_HOURS = { quarter: 92 * 24, year: 366 * 24 };

export function checkPolicies(files: readonly TextFile[], findings: Finding[]): void {
  const industries = new Map<string, string>();
  for (const file of files) {
    const source = readYaml(file.text, file.name, markPolicySchema);
    const notes = notesOn(source, findings);
    source.value.industries.forEach((industry, i) => {
      const before = industries.get(industry);
      industries.set(industry, file.name);
      if (before === undefined) return;
      notes.error('policy-twice', ['industries', i], {
        zh: `行业“${industry}”的标记规则已在 ${before} 中`,
        en: `the marks of industry "${industry}" are already ruled by ${before}`,
      });
    });
    source.value.groups.forEach((group, i) => {
      checkGroup(group as MarkGroup, ['groups', i], source.value.particulateCap, notes);
      const earlier = source.value.groups.slice(0, i);
      group.kinds.forEach((kind, k) => {
        const other = earlier.find(({ kinds }) => kinds.includes(kind));
        if (!other) return;
        notes.error('mark-twice', ['groups', i, 'kinds', k], {
          zh: `标记“${MARK_KINDS[kind].name.zh}”已属于标记组“${other.id}”`,
          en: `mark "${MARK_KINDS[kind].name.en}" already belongs to group "${other.id}"`,
        });
      });
    });
  }
}

function checkGroup(group: MarkGroup, path: (string | number)[], cap: number | undefined, notes: Notes): void {
  const { kinds, capHours, per } = group;
  if ((capHours === undefined) !== (per === undefined)) {
    notes.error('cap-period', [...path, capHours === undefined ? 'per' : 'capHours'], {
      zh: '上限小时数（capHours）和周期（per）必须同时给出',
      en: 'capHours and per go together: one without the other means nothing',
    });
  }
  if (capHours !== undefined && per !== undefined && capHours >= LONGEST_HOURS[per]) {
    notes.error('cap-never-reached', [...path, 'capHours'], {
      zh: `上限 ${capHours} 小时不小于整个周期，永远不会用完`,
      en: `${capHours} h are no less than the whole ${per}: the cap is never reached`,
    });
  }
  if (new Set(kinds.map((kind) => MARK_KINDS[kind].layer)).size > 1) {
    notes.error('mark-layers', [...path, 'kinds'], {
      zh: '一组标记必须同属工况层或同属监测异常层',
      en: 'the marks of a group are all of the furnace layer or all of the monitoring layer',
    });
  }
  if (group.conditional && cap === undefined) {
    notes.error('condition-missing', [...path, 'conditional'], {
      zh: '有条件豁免需要 particulateCap',
      en: 'a conditional exemption needs particulateCap',
    });
  }
}

import type { TextFile } from '../../catalogue/load.ts';
import { readYaml, unknownName } from '../../config/strict-yaml.ts';
import { dateText } from '../../model/beijing.ts';
import { inForce } from '../basis.ts';
import type { Rule } from '../rulebook.ts';
import { type Basis, basisFileSchema } from '../schema.ts';
import { type Finding, type Notes, notesOn } from './finding.ts';

export function checkBasis(file: TextFile, findings: Finding[]): void {
  const source = readYaml(file.text, file.name, basisFileSchema);
  const notes = notesOn(source, findings);
  const rows = source.value.basis;
  const ids = rows.map(({ id }) => id);
  rows.forEach(({ id, from, to, replacedBy }, i) => {
    if (ids.indexOf(id) < i) {
      notes.error('basis-twice', ['basis', i, 'id'], { zh: `依据“${id}”重复`, en: `basis "${id}" is given twice` });
    }
    if (from !== undefined && to !== undefined && from >= to) {
      notes.error('basis-dates', ['basis', i, 'to'], {
        zh: '失效日不晚于生效日',
        en: 'it ends no later than it begins',
      });
    }
    if (replacedBy !== undefined && !ids.includes(replacedBy)) {
      const says = unknownName({ zh: '依据', en: 'legal basis' }, replacedBy, ids);
      notes.error('unknown-basis', ['basis', i, 'replacedBy'], says);
    }
  });
}

/** Clauses that a rule cites but that are not in force: each needs its successor beside it, or nothing supports the rule. */
export function checkCited(rule: Rule, basis: ReadonlyMap<string, Basis>, today: number, notes: Notes): void {
  const cited = rule.basis.map((id) => basis.get(id)!);
  if (cited.length > 0 && !cited.some((row) => inForce(row, today))) {
    notes.error('basis-not-in-force', ['basis'], {
      zh: '所引依据今天没有一条有效',
      en: 'none of the cited clauses is in force today',
    });
    return;
  }
  cited.forEach((row, i) => {
    const { id, to, replacedBy } = row;
    if (to === undefined || to > today || (replacedBy !== undefined && rule.basis.includes(replacedBy))) return;
    notes.warning('basis-expired', ['basis', i], {
      zh: `依据“${id}”自 ${dateText(to)} 起失效${replacedBy ? `，应同时引用取代它的“${replacedBy}”` : ''}`,
      en: `basis "${id}" is no longer in force since ${dateText(to)}${replacedBy ? `; cite "${replacedBy}", which replaced it, as well` : ''}`,
    });
  });
}

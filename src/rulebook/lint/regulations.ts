import { type Source, unknownName } from '../../config/strict-yaml.ts';
import type { RegulationsFile } from '../regulations.ts';
import { type Finding, notesOn } from './finding.ts';
import type { Checked } from './lint.ts';

/** An id given twice, and rules and tables that are not there. What is not covered is told by the matrix. */
export function checkRegulations(
  source: Source<RegulationsFile>,
  { rulebook, standards }: Checked,
  findings: Finding[],
): void {
  const notes = notesOn(source, findings);
  const rules = rulebook.rules.map(({ id }) => id);
  const tables = [...standards.keys()];
  const seen = new Set<string>();
  source.value.chapters.forEach(({ regulations }, c) => {
    regulations.forEach((row, r) => {
      const path = ['chapters', c, 'regulations', r];
      if (seen.has(row.id)) {
        notes.error('regulation-twice', [...path, 'id'], { zh: `“${row.id}”重复`, en: `"${row.id}" is given twice` });
      }
      seen.add(row.id);
      row.rules.forEach((id, i) => {
        if (rules.includes(id)) return;
        notes.error('unknown-rule', [...path, 'rules', i], unknownName({ zh: '规则', en: 'rule' }, id, rules));
      });
      row.tables.forEach((id, i) => {
        if (tables.includes(id)) return;
        const says = unknownName({ zh: '标准', en: 'standard' }, id, tables);
        notes.error('unknown-standard', [...path, 'tables', i], says);
      });
    });
  });
}

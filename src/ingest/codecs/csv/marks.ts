import { unknownName } from '../../../config/strict-yaml.ts';
import { parseTime } from '../../../model/beijing.ts';
import { MARK_KINDS, type Mark, markKindOf } from '../../../model/mark.ts';
import { markOf } from '../../mark.ts';
import { eachRow, type RowReject } from './table.ts';

const NAMES = Object.values(MARK_KINDS).map((kind) => kind.name.zh);

/**
 * CSV of marks (contract §2): Chinese names or ids, Beijing time. A missing `createdAt` means: entered when it ended.
 * @throws TableError where a column is missing
 */
export function readMarks(
  bytes: Uint8Array,
  hasOutlet: (id: string) => boolean,
  reject: (row: RowReject) => void,
): Mark[] {
  const marks: Mark[] = [];
  eachRow(bytes, ['outlet', 'mark', 'start', 'end'], ['createdAt', 'factor'], (cells, line) => {
    const [outlet, word, from, to, created, factor] = cells as [string, string, string, string, string, string];
    const kind = markKindOf(word);
    const start = parseTime(from);
    const end = parseTime(to);
    const createdAt = created === '' ? end : parseTime(created);
    if (!hasOutlet(outlet)) {
      return reject({
        line,
        why: 'OUTLET',
        says: { zh: `目录中没有排放口“${outlet}”`, en: `no outlet "${outlet}" in the catalogue` },
      });
    }
    if (!kind) return reject({ line, why: 'MARK', says: unknownName({ zh: '标记', en: 'mark' }, word, NAMES) });
    if (Number.isNaN(start) || Number.isNaN(end) || Number.isNaN(createdAt) || start >= end) {
      const span = `${from} – ${to}`;
      return reject({
        line,
        why: 'TIME',
        says: { zh: `标记时段“${span}”无效`, en: `"${span}" is not a span of time` },
      });
    }
    marks.push(markOf({ outlet, kind, start, end, createdAt, ...(factor ? { factor } : {}) }));
  });
  return marks;
}

import type { DaySpan } from '../model/beijing.ts';
import type { Basis } from './schema.ts';

/**
 * The clauses that a decision needs: the law at the time of the act applies, a later lighter one where it came before the
 * decision (行政处罚法 Art. 37), so both are shown.
 */
export interface BasisInTime {
  /** in force on some day of the act */
  atAct: Basis[];
  /** in force today, the successors of repealed clauses among them */
  now: Basis[];
}

/**
 * @param ids what a rule cites; a clause that is `replacedBy` another brings that one along
 * @param act days of the act; @param today day of the decision
 */
export function basisInTime(
  rows: ReadonlyMap<string, Basis>,
  ids: readonly string[],
  act: DaySpan,
  today: number,
): BasisInTime {
  const all = withSuccessors(rows, ids);
  return {
    atAct: all.filter(({ from = -Infinity, to = Infinity }) => from < act.to && act.from < to),
    now: all.filter((row) => inForce(row, today)),
  };
}

export const inForce = ({ from = -Infinity, to = Infinity }: Basis, day: number) => from <= day && day < to;

function withSuccessors(rows: ReadonlyMap<string, Basis>, ids: readonly string[]): Basis[] {
  const found = new Set<Basis>();
  const add = (id: string | undefined) => {
    const row = id === undefined ? undefined : rows.get(id);
    if (!row || found.has(row)) return;
    found.add(row);
    add(row.replacedBy);
  };
  ids.forEach(add);
  return [...found];
}

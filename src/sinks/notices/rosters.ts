import { type Problem, type Source, unknownName } from '../../config/strict-yaml.ts';
import { type Duty, NOTICE_KINDS, type NoticeSettings } from './kinds.ts';
import { onDuty, type Person, type Roster } from './roster.ts';

/** People and rosters of `connections.yaml`. */
export interface DutyBook {
  people: readonly Person[];
  rosters: readonly Roster[];
}

/** Who an output reaches beside its fixed receivers. */
export function dutyOf(
  { duty }: Pick<NoticeSettings, 'duty'>,
  { people, rosters }: DutyBook,
  isWorkingDay: (day: number) => boolean,
): Duty {
  const roster = rosters.find(({ id }) => id === duty);
  const known = new Map(people.map((person) => [person.id, person]));
  return roster ? (at) => onDuty(roster, known, at, isWorkingDay) : () => [];
}

/** Names that lead nowhere, and people on duty who could not be reached. */
export function dutyProblems({
  value: { people, rosters, outputs },
  problem,
}: Pick<Source<DutyBook & { outputs: readonly NoticeSettings[] }>, 'value' | 'problem'>): Problem[] {
  const names = people.map(({ id }) => id);
  const problems = rosters.flatMap(({ shifts }, r) =>
    shifts.flatMap((shift, s) =>
      shift.people.flatMap((name, p) =>
        names.includes(name)
          ? []
          : [
              problem(
                ['rosters', r, 'shifts', s, 'people', p],
                unknownName({ zh: '值班人', en: 'person' }, name, names),
              ),
            ],
      ),
    ),
  );
  outputs.forEach(({ kind, duty }, o) => {
    if (duty === undefined) return;
    const at = ['outputs', o, 'duty'];
    const roster = rosters.find(({ id }) => id === duty);
    if (!roster) {
      const ids = rosters.map(({ id }) => id);
      problems.push(problem(at, unknownName({ zh: '值班表', en: 'roster' }, duty, ids)));
      return;
    }
    const reach = NOTICE_KINDS[kind]?.reach;
    const unreached = people.filter(
      (person) =>
        reach && person[reach] === undefined && roster.shifts.some((shift) => shift.people.includes(person.id)),
    );
    for (const { id } of unreached) {
      problems.push(
        problem(at, { zh: `值班人“${id}”没有 ${reach}`, en: `person "${id}" on this roster has no ${reach}` }),
      );
    }
  });
  return problems;
}

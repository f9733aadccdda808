import { describe, expect, it } from 'vitest';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { dayOf, parseTime } from '../model/beijing.ts';
import { basisInTime } from './basis.ts';

const { basis } = (await loadRuleFolder()).rulebook;
const day = (text: string) => dayOf(parseTime(text));
const cited = ['order10-6', 'air-law-99-2'];

/** The Code took effect on 2026-08-15 and repealed the Air Law; the law at the time of the act applies. */
describe('the legal basis in time', () => {
  it.each([
    // [first day of the act, day after its last, day of the decision, then in force, now in force]
    ['2026-03-02', '2026-03-03', '2026-03-05', ['order10-6', 'air-law-99-2'], ['order10-6', 'air-law-99-2']],
    ['2026-08-14', '2026-08-15', '2026-08-14', ['order10-6', 'air-law-99-2'], ['order10-6', 'air-law-99-2']],
    ['2026-08-14', '2026-08-15', '2026-08-15', ['order10-6', 'air-law-99-2'], ['order10-6', 'code-pending']],
    ['2026-08-15', '2026-08-16', '2026-08-20', ['order10-6', 'code-pending'], ['order10-6', 'code-pending']],
    [
      '2026-08-13',
      '2026-08-17',
      '2026-08-20',
      ['order10-6', 'air-law-99-2', 'code-pending'],
      ['order10-6', 'code-pending'],
    ],
    ['2019-12-31', '2020-01-01', '2026-09-01', ['air-law-99-2'], ['order10-6', 'code-pending']],
  ] as const)('act %s to %s, decided %s', (from, to, decided, then, now) => {
    const found = basisInTime(basis, cited, { from: day(from), to: day(to) }, day(decided));
    expect(found.atAct.map(({ id }) => id)).toEqual(then);
    expect(found.now.map(({ id }) => id)).toEqual(now);
  });

  it('every act of the table has its rows; what is not verified carries no article of the Code', () => {
    const acts = new Set([...basis.values()].map(({ act }) => act));
    for (let n = 1; n <= 18; n++) expect(acts).toContain(`REG-${String(n).padStart(2, '0')}`);
    const code = [...basis.values()].filter(({ instrument }) => instrument.zh === '生态环境法典');
    expect(code.map(({ article, verified, from }) => [article, verified, from])).toEqual(
      code.map(() => ['', false, day('2026-08-15')]),
    );
    const repealed = ['大气污染防治法', '水污染防治法', '环境保护法'];
    for (const row of basis.values()) {
      if (repealed.includes(row.instrument.zh)) expect(row).toMatchObject({ to: day('2026-08-15') });
      if (row.to !== undefined) expect(basis.get(row.replacedBy!)).toMatchObject({ from: row.to });
    }
  });
});

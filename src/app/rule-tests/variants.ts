import type { Rule } from '../../rulebook/rulebook.ts';

/** A rule with one figure moved by one step: a test that holds the figure tells it from the rule itself. */
export interface Variant {
  rule: Rule;
  /** `with.minHours`, `ladder L2` */
  figure: string;
}

/** Whole numbers are moved by one, fractions by a hundredth of themselves; what the schema refuses is left out. */
export function variants(rule: Rule): Variant[] {
  const found: Variant[] = [];
  const add = (figure: string, change: Partial<Rule>) => {
    found.push({ figure, rule: { ...rule, ...change, id: `${rule.id}~${found.length}` } });
  };
  for (const path of numbersIn(rule.params)) {
    const value = at(rule.params, path) as number;
    for (const moved of neighbours(value)) {
      const parsed = rule.detector.params.safeParse(put(rule.params, path, moved));
      if (parsed.success) add(`with.${path.join('.')}`, { params: parsed.data });
    }
  }
  rule.ladder.forEach(({ count, level }, i) => {
    for (const moved of [count - 1, count + 1]) {
      add(`ladder ${level}`, { ladder: rule.ladder.with(i, { count: moved, level }) });
    }
  });
  return found;
}

const neighbours = (value: number) =>
  Number.isInteger(value) ? [value - 1, value + 1] : [value - value / 100, value + value / 100];

type Path = readonly string[];

function numbersIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'number') return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, [...path, key]));
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((inner, key) => (inner as Record<string, unknown>)[key], value);
}

function put(value: unknown, [key, ...rest]: Path, moved: number): unknown {
  if (key === undefined) return moved;
  const changed = put((value as Record<string, unknown>)[key], rest, moved);
  return Array.isArray(value) ? value.with(Number(key), changed) : { ...(value as object), [key]: changed };
}

import type { Alert, Json } from '../model/alert.ts';
import { DAY_MS, dateText, dayOf, dayStart, minuteText } from '../model/beijing.ts';
import type { Language, Text } from '../model/text.ts';
import { printedUnit } from '../model/units.ts';

/** Names that a sentence may use beside `{facts.…}`, which are the facts of the worst window. */
export const WORDS = ['site', 'outlet', 'factor', 'value', 'limit', 'unit', 'ratio', 'count', 'start', 'end', 'period'];

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9.]*)\}/g;

export function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(PLACEHOLDER)].map((match) => match[1]!);
}

export interface Names {
  site: Text;
  outlet: Text;
  factor: Text | null;
}

/** The rule's sentence with the alert's own numbers in it. */
export function sentence(template: Text, alert: Omit<Alert, 'says'>, names: Names): Text {
  const fill = (language: Language) =>
    template[language].replace(PLACEHOLDER, (_, name: string) => word(name, alert, names, language));
  return { zh: fill('zh'), en: fill('en') };
}

function word(name: string, alert: Omit<Alert, 'says'>, names: Names, language: Language): string {
  switch (name) {
    case 'site':
      return names.site[language];
    case 'outlet':
      return names.outlet[language];
    case 'factor':
      return names.factor?.[language] ?? alert.factor ?? '';
    case 'value':
      return numberText(alert.value);
    case 'limit':
      return numberText(alert.limit);
    case 'unit':
      return alert.unit === null ? '' : printedUnit(alert.unit);
    case 'ratio':
      return ratioText(alert.value, alert.limit);
    case 'count':
      return String(alert.count);
    case 'start':
      return minuteText(alert.start);
    case 'end':
      return minuteText(alert.end);
    case 'period':
      return periodText(alert.start, alert.end, language);
    default:
      return factText(fact(alert.facts, name.slice('facts.'.length)), language);
  }
}

/** Whole days as dates with both ends inside, everything else to the minute. */
export function periodText(start: number, end: number, language: Language): string {
  const to = language === 'zh' ? ' 至 ' : ' to ';
  const wholeDays = dayStart(dayOf(start)) === start && dayStart(dayOf(end)) === end;
  if (!wholeDays) return `${minuteText(start)}${to}${minuteText(end)}`;
  const last = dayOf(end - DAY_MS);
  return last === dayOf(start) ? dateText(last) : `${dateText(dayOf(start))}${to}${dateText(last)}`;
}

/** value / limit − 1, the national "超标倍数": defined here and in the console's `format.ts`, nowhere else. */
function ratioText(value: number | null, limit: number | null): string {
  return value === null || !limit ? '' : String(Number((value / limit - 1).toPrecision(3)));
}

function numberText(value: number | null): string {
  return value === null ? '' : String(Number(value.toPrecision(value >= 1000 ? 7 : 5)));
}

function fact(facts: Json, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((at, key) => {
    return at !== null && typeof at === 'object' && !Array.isArray(at) ? at[key] : undefined;
  }, facts);
}

function factText(value: Json | undefined, language: Language): string {
  if (value === undefined || value === null) return '—';
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return value.map((v) => factText(v, language)).join(language === 'zh' ? '、' : ', ');
  if (typeof value === 'object') return factText(value[language], language);
  return String(value);
}

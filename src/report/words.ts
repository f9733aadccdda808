import type { Severity } from '../model/alert.ts';
import { dateText } from '../model/beijing.ts';
import { exceedanceRatio, judged, numberText, ratioText, unitName } from '../model/judged-text.ts';
import { MARK_KINDS, type MarkKind } from '../model/mark.ts';
import type { Medium } from '../model/outlet.ts';
import { periodText } from '../model/period-text.ts';
import type { Language, Text } from '../model/text.ts';
import { ALERT_STATE_WORDS, SEVERITY_WORDS } from '../model/words.ts';
import type { Presence, ReportedAlert, ReportedWindow } from './facts.ts';
import type { Report } from './report.ts';

export const MEDIUM_WORDS: Record<Medium, Text> = {
  'flue-gas': { zh: '废气', en: 'flue gas' },
  'waste-water': { zh: '废水', en: 'waste water' },
  power: { zh: '用电', en: 'power' },
  'water-use': { zh: '用水', en: 'water use' },
};

export const PRESENCE_WORDS: Record<Presence, Text> = {
  reporting: { zh: '有数据', en: 'reporting' },
  stopped: { zh: '全程停运', en: 'out of service throughout' },
  silent: { zh: '无数据', en: 'no data' },
  never: { zh: '未联网', en: 'never connected' },
};

/** `1 site`, `2 sites`: English has plurals. */
export const counted = (n: number, thing: string) => `${n} ${thing}${n === 1 ? '' : 's'}`;

/** What every part of a report needs to speak one language about one report. */
export class Words {
  readonly language: Language;
  readonly #sites: ReadonlyMap<string, Text>;
  readonly #outlets: ReadonlyMap<string, Text>;
  readonly #factors: Readonly<Record<string, Text>>;
  readonly #rules: Readonly<Record<string, Text>>;

  constructor({ facts }: Report, language: Language) {
    this.language = language;
    this.#sites = new Map(facts.outlets.map(({ site }) => [site.id, site.name]));
    this.#outlets = new Map(facts.outlets.map(({ outlet }) => [outlet.id, outlet.name]));
    this.#factors = facts.names.factors;
    this.#rules = facts.names.rules;
  }

  say = (text: Text): string => text[this.language];

  site = (id: string) => this.#named(this.#sites.get(id), id);
  outlet = (id: string | null) =>
    id === null ? this.say({ zh: '全厂', en: 'whole site' }) : this.#named(this.#outlets.get(id), id);
  factor = (code: string | null) => (code === null ? '—' : this.#named(this.#factors[code], code));
  rule = (id: string) => this.#named(this.#rules[id], id);

  severity = (severity: Severity) => `${SEVERITY_WORDS[severity].sign}${this.say(SEVERITY_WORDS[severity])}`;
  state = ({ state }: ReportedAlert) => this.say(ALERT_STATE_WORDS[state]);
  marks = (kinds: readonly MarkKind[]) =>
    kinds.length === 0
      ? this.say({ zh: '无', en: 'none' })
      : kinds.map((kind) => this.say(MARK_KINDS[kind].name)).join(this.say({ zh: '、', en: ', ' }));

  /** `81.3 mg/m³` */
  value = ({ unit }: ReportedAlert, { value }: ReportedWindow) =>
    value === null ? '—' : `${numberText(value)} ${unitName(this.say, unit)}`.trim();
  limit = ({ limit }: ReportedWindow) => (limit === null ? '—' : numberText(limit));
  /** 超标倍数; of counts and floors there is none */
  times = ({ unit, kind }: ReportedAlert, { value, limit }: ReportedWindow) =>
    judged({ value, limit, unit, kind })?.over ? ratioText(exceedanceRatio(value, limit)!) : '—';

  span = (start: number, end: number) => periodText(start, end);
  /** `2026-03-01 10:00–15:00（3 个时段）` */
  spans = ({ start, end }: ReportedWindow, windows: number) =>
    windows === 1
      ? this.span(start, end)
      : this.say({
          zh: `${this.span(start, end)}（${windows} 个时段）`,
          en: `${this.span(start, end)} (${windows} windows)`,
        });
  hours = (hours: number) => numberText(Math.round(hours * 100) / 100);
  /** Rounded down: what is below its target never reads as reached. */
  percent = (share: number | null) => (share === null ? '—' : numberText(Math.floor(share * 100 + 1e-6) / 100));
  day = (day: number) => dateText(day);

  #named = (name: Text | undefined, id: string) => (name ? this.say(name) : id);
}

import { z } from 'zod';
import { ConfigError, type Problem, readYaml, unknownName } from '../../config/strict-yaml.ts';
import { dayOf, dayStart, parseTime } from '../../model/beijing.ts';
import { length, when } from './event.ts';
import { EVENTS, eventKind } from './events/index.ts';
import { spanOf } from './when.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower case letters, digits and hyphens only');
const text = z.strictObject({ zh: z.string(), en: z.string() });
/** Which edition of HJ 212 the logger speaks. */
const logger = {
  mn: z.string().regex(/^[0-9A-Za-z]{14,24}$/, '14 to 24 letters and digits'),
  edition: z.literal([2005, 2017, 2025]).default(2017),
};

const furnace = z.strictObject({
  id,
  name: text.optional(),
  furnace: z.number().int().positive(),
  ...logger,
  begins: z.enum(['running', 'out-of-service']).default('running'),
  /** how the operator enters the marks of start-up, shut-down and rest: at once, two days late, or never */
  marks: z.enum(['truthful', 'late', 'never']).default('truthful'),
  /** its instruments tell what they are set to, each day and when it changes (CN 3020) */
  settings: z.boolean().default(false),
});

const works = z.strictObject({
  id,
  name: text.optional(),
  ...logger,
  /** hours of the day between which it discharges, as a batch; absent: always */
  discharges: z.tuple([z.number().min(0).max(24), z.number().min(0).max(24)]).optional(),
});

const meter = z.strictObject({
  id,
  name: text.optional(),
  /** intake: the water that comes in, in place of power */
  role: z.enum(['production', 'treatment', 'intake']),
  serves: z.array(id).min(1),
  ...logger,
});

const site = z.strictObject({
  id,
  name: text,
  region: z.string().regex(/^\d{6}$/),
  furnaces: z.array(furnace).default([]),
  /** sewage works; a site has furnaces or works */
  works: z.array(works).default([]),
  meters: z.array(meter).default([]),
});

const common = { where: id, from: when, to: when.optional(), for: length.optional(), note: z.string().optional() };
const event = z.discriminatedUnion(
  'what',
  EVENTS.map((kind) => z.strictObject({ what: z.literal(kind.what), ...common, ...kind.shape })) as unknown as [
    z.ZodObject<{ what: z.ZodLiteral<string> } & typeof common>,
  ],
);

const shape = z.strictObject({
  seed: z.number().int().nonnegative().default(1),
  start: z
    .string()
    .refine((text) => !Number.isNaN(parseTime(text)), 'no such date')
    .default('2026-03-01'),
  days: z.number().int().positive(),
  sites: z.array(site).min(1),
  events: z.array(event).default([]),
});

export type Scenario = z.output<typeof shape>;
export type SiteScript = Scenario['sites'][number];
export type FurnaceScript = SiteScript['furnaces'][number];
export type WorksScript = SiteScript['works'][number];
export type MeterScript = SiteScript['meters'][number];
export type EventScript = Scenario['events'][number];

/** Reads a scenario. @throws ConfigError naming file, line and remedy of every fault */
export function parseScenario(text: string, file: string): Scenario {
  const { value: scenario, problem } = readYaml(text, file, shape);
  const problems: Problem[] = [];
  const furnaces = scenario.sites.flatMap((s) => s.furnaces.map((f) => f.id));
  const works = scenario.sites.flatMap((s) => s.works.map((w) => w.id));
  const meters = scenario.sites.flatMap((s) => s.meters.map((m) => m.id));
  scenario.sites.forEach((s, i) => {
    const here = [...s.furnaces, ...s.works].map((one) => one.id);
    if (here.length === 0) {
      problems.push(
        problem(['sites', i], { zh: '单位既无焚烧炉也无污水处理设施', en: 'a site needs furnaces or works' }),
      );
    }
    if (s.furnaces.length > 0 && s.works.length > 0) {
      problems.push(
        problem(['sites', i], {
          zh: '一个单位只能有一种：焚烧炉或污水处理设施',
          en: 'a site has furnaces or works, not both',
        }),
      );
    }
    s.meters.forEach((m, k) => {
      m.serves.forEach((served, n) => {
        if (!here.includes(served)) {
          problems.push(problem(['sites', i, 'meters', k, 'serves', n], unknownName(FURNACE, served, here)));
        }
      });
    });
  });
  scenario.events.forEach((e, i) => {
    const known = { furnace: furnaces, works, outlet: [...furnaces, ...works, ...meters] }[eventKind(e.what).at];
    if (!known.includes(e.where)) {
      problems.push(problem(['events', i, 'where'], unknownName(OUTLET, e.where, known)));
    }
    const { start, end } = spanOf(e, 0);
    if (!(end > start)) {
      problems.push(problem(['events', i, 'from'], { zh: '结束不晚于开始', en: 'ends no later than it begins' }));
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return scenario;
}

const FURNACE = { zh: '焚烧炉', en: 'furnace' };
const OUTLET = { zh: '排放口', en: 'outlet' };

/** 00:00 Beijing of the first day, epoch ms. */
export const startOf = (scenario: Scenario): number => dayStart(dayOf(parseTime(scenario.start)));

import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { TextFile } from '../catalogue/load.ts';
import { ConfigError, insideUnions, issueText, type Problem, readYaml, unknownName } from '../config/strict-yaml.ts';
import type { Detector } from '../detectors/detector.ts';
import { bothOf, type Language, type Text } from '../model/text.ts';
import { WorkCalendar } from '../model/work-calendar.ts';
import type { Rule, Rulebook } from './rulebook.ts';
import { placeholders, WORDS } from './says.ts';
import {
  type Basis,
  basisFileSchema,
  calendarSchema,
  engineSchema,
  leadsSchema,
  markPolicySchema,
  ruleSchema,
} from './schema.ts';

/** The files of a rules folder, sorted into what they are by where they lie. */
export interface RuleFiles {
  rules: readonly TextFile[];
  policies: readonly TextFile[];
  basis: TextFile;
  engine: TextFile;
  leads: TextFile;
  /** undefined: no year has a table of holidays */
  calendar: TextFile | undefined;
}

/**
 * @param detectors by `family/name`
 * @param read how one rule is read
 * @throws ConfigError with every problem of every file
 */
export function loadRulebook(
  files: RuleFiles,
  detectors: ReadonlyMap<string, Detector>,
  read: typeof loadRule = loadRule,
): Rulebook {
  const problems: Problem[] = [];
  const attempt = <T>(load: () => T): T | undefined => {
    try {
      return load();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const basis = new Map<string, Basis>();
  attempt(() => readYaml(files.basis.text, files.basis.name, basisFileSchema))?.value.basis.forEach((row) => {
    basis.set(row.id, row);
  });
  const timing = attempt(() => readYaml(files.engine.text, files.engine.name, engineSchema))?.value;
  const leads = attempt(() => readYaml(files.leads.text, files.leads.name, leadsSchema))?.value;
  const years = attempt(() => files.calendar && readYaml(files.calendar.text, files.calendar.name, calendarSchema));
  const policies = files.policies.flatMap(
    (file) => attempt(() => readYaml(file.text, file.name, markPolicySchema).value) ?? [],
  );
  const rules = files.rules.flatMap((file) => attempt(() => read(file, detectors, basis)) ?? []);
  const seen = new Map<string, Rule>();
  for (const rule of rules) {
    const before = seen.get(rule.id);
    if (before) problems.push(twice(rule, before));
    seen.set(rule.id, rule);
  }
  if (problems.length > 0 || !timing || !leads) throw new ConfigError(problems);
  return {
    rules: [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)),
    basis,
    policies,
    timing,
    leads,
    calendar: new WorkCalendar(years?.value.years ?? []),
    timeVersion: hashOf([files.engine, ...(files.calendar ? [files.calendar] : [])]),
    version: versionOf(files),
  };
}

function versionOf({ rules, policies, basis, engine, leads, calendar }: RuleFiles): string {
  return hashOf([...rules, ...policies, basis, engine, leads, ...(calendar ? [calendar] : [])]);
}

function hashOf(files: readonly TextFile[]): string {
  const hash = createHash('sha256');
  for (const { name, text } of files) hash.update(`${name}\0${text}\0`);
  return hash.digest('hex').slice(0, 12);
}

/** @throws ConfigError */
export function loadRule(
  file: TextFile,
  detectors: ReadonlyMap<string, Detector>,
  basis: ReadonlyMap<string, Basis>,
): Rule {
  const { value, problem } = readYaml(file.text, file.name, ruleSchema);
  const problems: Problem[] = [];
  const detector = detectors.get(value.detector);
  if (!detector) {
    problems.push(
      problem(['detector'], unknownName({ zh: '检测器', en: 'detector' }, value.detector, [...detectors.keys()])),
    );
  }
  value.basis.forEach((id, i) => {
    if (basis.size > 0 && !basis.has(id))
      problems.push(problem(['basis', i], unknownName({ zh: '依据', en: 'legal basis' }, id, [...basis.keys()])));
  });
  for (const language of ['zh', 'en'] as const) {
    for (const name of placeholders(value.says[language])) {
      const fact = name.startsWith('facts.');
      if (!fact && !WORDS.includes(name)) {
        problems.push(problem(['says', language], unknownName({ zh: '占位符', en: 'placeholder' }, name, WORDS)));
      }
    }
  }
  const params = detector?.params.safeParse(value.with, { reportInput: true });
  if (params && !params.success) problems.push(...paramProblems(params.error, detector!, problem));
  if (problems.length > 0) throw new ConfigError(problems);
  const { with: _with, detector: detectorName, ...rest } = value;
  return {
    ...rest,
    detector: detector!,
    detectorName,
    params: params!.data,
    version: createHash('sha256').update(file.text).digest('hex').slice(0, 12),
    source: file.name,
    yaml: file.text,
  };
}

function paramProblems(
  error: z.ZodError,
  detector: Detector,
  problem: (path: (string | number)[], says: { zh: string; en: string }) => Problem,
): Problem[] {
  const shape = (detector.params as unknown as { shape?: Record<string, z.ZodType> }).shape ?? {};
  const meaning = (language: Language) =>
    Object.entries(shape).map(([name, type]) =>
      type.description ? `${name} (${bothOf(type.description)[language]})` : name,
    );
  return error.issues.flatMap(insideUnions).flatMap((issue) => {
    const path = ['with', ...(issue.path as (string | number)[])];
    if (issue.code !== 'unrecognized_keys')
      return [problem(path, withMeaning(issueText(issue), shape[String(path[1])]))];
    return issue.keys.map((key) => {
      const said = unknownName({ zh: '参数', en: 'parameter' }, key, Object.keys(shape));
      return problem([...path, key], {
        zh: `${said.zh}；含义：${meaning('zh').join('；')}`,
        en: `${said.en}. Meaning: ${meaning('en').join('; ')}`,
      });
    });
  });
}

/** The reason, and what the parameter is for. */
function withMeaning(said: Text, parameter: z.ZodType | undefined): Text {
  if (parameter?.description === undefined) return said;
  const meaning = bothOf(parameter.description);
  return { zh: `${said.zh}；含义：${meaning.zh}`, en: `${said.en}. Meaning: ${meaning.en}` };
}

const twice = (rule: Rule, before: Rule): Problem => ({
  file: rule.source,
  line: 1,
  column: 1,
  path: 'id',
  says: {
    zh: `规则“${rule.id}”已在 ${before.source} 中定义`,
    en: `rule "${rule.id}" is already defined in ${before.source}`,
  },
});

import { diffLines } from 'diff';
import { z } from 'zod';
import type { Problem } from '../config/strict-yaml.ts';
import { rfc3339 } from '../model/beijing.ts';
import { type RuleVersion, versionOf } from '../model/rule-edit.ts';
import type { RuleDiffView, RulesStateView, RuleVersionView } from '../model/views/rules.ts';
import type { StoreReader } from '../store/reader.ts';
import { IN_BODY, problems } from './answers.ts';
import type { Resource } from './api.ts';
import { pageOf, placeOf, sliceByIds } from './cursor.ts';
import { cursor, id, limit } from './input.ts';
import type { Published, RulesPort } from './ports.ts';
import { notFound, PROBLEMS, Refusal } from './problems.ts';
import { RuleCheck, RuleDetail, RuleDiff, RulePage, RuleVersionDetail, RuleVersionPage } from './schemas/rules.ts';

const RULE = { zh: '规则', en: 'rule' };
const VERSION = { zh: '规则版本', en: 'version of the rule' };

const ruleId = z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]{0,79}$/) });
const version = z.string().regex(/^[0-9a-f]{12,64}$/);
const signed = { by: z.string().trim().min(1).max(80), reason: z.string().trim().min(1).max(2000) };
const yaml = z.string().min(1).max(50_000).describe('规则文件原文 / the text of the rule file');
const seen = z.looseObject({
  'if-match': z.string().max(100).optional(),
  'if-none-match': z.string().max(100).optional(),
});

/** What is looked for: rules in force, their versions for ever, and how they are changed. */
export const rules: Resource = async (app, { ports: { engine, rules, views } }) => {
  app.get(
    '/rules',
    {
      schema: {
        operationId: 'listRules',
        tags: ['rules'],
        summary:
          '规则，以及规则目录中有误的文件 / What is looked for, and what is wrong with files of the rules folder',
        querystring: z.strictObject({ limit, cursor }),
        response: { 200: RulePage, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query }) => {
      const place = placeOf('rules', query.cursor);
      const page = pageOf('rules', sliceByIds(await engine.rules(), place, query.limit), (rule) => rule);
      return { ...page, state: stateView(rules) };
    },
  );

  app.get(
    '/rules/:id',
    {
      schema: {
        operationId: 'getRule',
        tags: ['rules'],
        summary: '规则及其原文 / A rule with its file',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: RuleDetail, ...problems('malformed', 'not-found', 'invalid-input', 'not-ready') },
      },
    },
    async ({ params }, reply) => {
      const rule = await engine.rule(params.id);
      if (!rule) throw notFound(RULE, params.id);
      reply.header('etag', `"${rule.version}"`);
      return rule;
    },
  );

  app.get(
    '/rules/:id/versions',
    {
      schema: {
        operationId: 'listRuleVersions',
        tags: ['rules'],
        summary: '规则的全部版本，新的在前 / Every version of a rule, the newest first; they stay readable for ever',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: RuleVersionPage, ...problems('malformed', 'not-found', 'invalid-input') },
      },
    },
    async ({ params }) => {
      const versions = versionsOf(views, params.id);
      return { items: versions.map((one, i) => versionView(one, i === 0)), next: null };
    },
  );

  app.get(
    '/rules/:id/versions/:version',
    {
      schema: {
        operationId: 'getRuleVersion',
        tags: ['rules'],
        summary: '某一版本的原文 / The text of one version, by the version that alerts name or by its whole hash',
        params: z.strictObject({ id, version }),
        querystring: z.strictObject({}),
        response: { 200: RuleVersionDetail, ...problems('malformed', 'not-found', 'invalid-input') },
      },
    },
    async ({ params }) => {
      const versions = versionsOf(views, params.id);
      const one = find(versions, params.id, params.version);
      return { ...versionView(one, one === versions[0]), yaml: views.text(one.hash!)! };
    },
  );

  app.get(
    '/rules/:id/diff',
    {
      schema: {
        operationId: 'diffRule',
        tags: ['rules'],
        summary: '两个版本的差异 / What two versions differ in; by default the newest and the one before',
        params: z.strictObject({ id }),
        querystring: z.strictObject({ from: version.optional(), to: version.optional() }),
        response: { 200: RuleDiff, ...problems('malformed', 'not-found', 'invalid-input') },
      },
    },
    async ({ params, query }): Promise<RuleDiffView> => {
      const texts = versionsOf(views, params.id).filter(({ hash }) => hash !== null);
      const to = query.to === undefined ? texts[0]! : find(texts, params.id, query.to);
      const before = texts[texts.indexOf(to) + 1];
      const from = query.from === undefined ? before : find(texts, params.id, query.from);
      const text = (one: RuleVersion | undefined) => (one ? views.text(one.hash!)! : '');
      return {
        from: from ? versionOf(from.hash!) : null,
        to: versionOf(to.hash!),
        lines: linesOf(text(from), text(to)),
      };
    },
  );

  app.put(
    '/rules/:id',
    {
      schema: {
        operationId: 'publishRule',
        tags: ['rules'],
        summary: '发布规则：全部文件校验通过后整体切换 / Publish a rule: all files are checked, then swapped at once',
        params: ruleId,
        headers: seen,
        body: z.strictObject({ yaml, ...signed }),
        response: {
          200: RuleDetail,
          ...problems(
            ...IN_BODY,
            'rules-refused',
            'rules-not-written',
            'stale-version',
            'version-required',
            'not-ready',
          ),
        },
      },
    },
    async ({ params, headers, body: { yaml, by, reason } }, reply) => {
      const version = headers['if-none-match']?.trim() === '*' ? null : seenVersion(headers['if-match']);
      settle(await rules.publish({ rule: params.id, yaml }, version, by, reason), params.id);
      const rule = (await engine.rule(params.id))!;
      reply.header('etag', `"${rule.version}"`);
      return rule;
    },
  );

  app.post(
    '/rules/:id(^[^/]+?)::check',
    {
      schema: {
        operationId: 'checkRule',
        tags: ['rules'],
        summary: '校验草稿，不生效 / What is wrong with a draft; nothing changes',
        params: ruleId,
        body: z.strictObject({ yaml }),
        response: { 200: RuleCheck, ...problems(...IN_BODY, 'not-ready') },
      },
    },
    async ({ params, body }) => ({ problems: [...(await rules.check({ rule: params.id, yaml: body.yaml }))] }),
  );

  app.post(
    '/rules/:id(^[^/]+?)::retire',
    {
      schema: {
        operationId: 'retireRule',
        tags: ['rules'],
        summary: '停用规则：其报警撤回，版本仍可查 / End a rule: its alerts are withdrawn, its versions stay readable',
        params: ruleId,
        headers: seen,
        body: z.strictObject(signed),
        response: {
          200: RuleVersionPage,
          ...problems(
            ...IN_BODY,
            'not-found',
            'rules-refused',
            'rules-not-written',
            'stale-version',
            'version-required',
            'not-ready',
          ),
        },
      },
    },
    async ({ params, headers, body: { by, reason } }) => {
      const version = seenVersion(headers['if-match']);
      settle(await rules.retire(params.id, version, by, reason), params.id);
      return { items: versionsOf(views, params.id).map((one, i) => versionView(one, i === 0)), next: null };
    },
  );
};

function stateView({ state: { at, problems, ...state } }: RulesPort): RulesStateView {
  return { ...state, at: rfc3339(at), problems: [...problems] };
}

function versionsOf(views: StoreReader, rule: string): RuleVersion[] {
  const versions = views.ruleVersions(rule);
  if (versions.length === 0) throw notFound(RULE, rule);
  return versions;
}

function find(versions: readonly RuleVersion[], rule: string, version: string): RuleVersion {
  const one = versions.find(({ hash }) => hash?.startsWith(version));
  if (!one) throw notFound(VERSION, `${rule}@${version}`);
  return one;
}

const versionView = ({ hash, file, edit, at, by, reason }: RuleVersion, newest: boolean): RuleVersionView => ({
  version: hash && versionOf(hash),
  hash,
  file,
  edit,
  at: rfc3339(at),
  by,
  reason,
  inForce: newest && hash !== null,
});

function linesOf(from: string, to: string): RuleDiffView['lines'] {
  return diffLines(from, to).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ sign: added ? '+' : removed ? '-' : ' ', text }) as const),
  );
}

/** Of `If-Match: "3f2a…"`. */
function seenVersion(header: string | undefined): string {
  const said = header && /^(?:W\/)?"?([0-9a-f]{12})[0-9a-f]*"?$/.exec(header.trim());
  if (!said) throw new Refusal('version-required', PROBLEMS['version-required'].advice);
  return said[1]!;
}

/** Throws what kept a publication from taking effect. */
function settle(published: Published, rule: string): void {
  switch (published.kind) {
    case 'published':
      return;
    case 'stale':
      throw stale(rule, published.version);
    case 'not-written':
      throw new Refusal('rules-not-written', {
        zh: `未作任何改动：${published.why}`,
        en: `Nothing was changed: ${published.why}`,
      });
    case 'refused':
      throw new Refusal('rules-refused', PROBLEMS['rules-refused'].advice, published.problems.map(faultOf));
  }
}

function stale(rule: string, version: string | null): Refusal {
  if (version === null) {
    return new Refusal('stale-version', { zh: `现在没有规则 ${rule}`, en: `There is no rule ${rule} now` });
  }
  return new Refusal('stale-version', {
    zh: `规则 ${rule} 现为版本 ${version}`,
    en: `Rule ${rule} is at version ${version} now`,
  });
}

const faultOf = ({ file, line, column, path, says }: Problem) => {
  const where = path === '' ? '' : `${path}: `;
  return {
    pointer: '/yaml',
    code: 'rule-file' as const,
    message: { zh: `${where}${says.zh}`, en: `${where}${says.en}` },
    at: { file, line, column },
  };
};

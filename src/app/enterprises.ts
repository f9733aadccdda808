import { createHash } from 'node:crypto';
import { z } from 'zod';
import { secretSchema } from '../config/secret.ts';
import { type Path, type Problem, unknownName } from '../config/strict-yaml.ts';
import type { Enterprise } from '../model/enterprise.ts';
import type { Text } from '../model/text.ts';

/** A token that somebody could guess opens the page to everybody. */
const SHORTEST = 20;

export const enterpriseSchema = z.strictObject({
  id: z.string().min(1).describe('编号 / id'),
  name: z.string().min(1).describe('名称 / name'),
  sites: z.array(z.string()).min(1).describe('只能看到这些企业 / only these sites are open to it'),
  token: secretSchema.describe(`口令，至少 ${SHORTEST} 个字符 / token, at least ${SHORTEST} characters`),
});
type Written = z.output<typeof enterpriseSchema>;

/** What is wrong with the enterprises of `connections.yaml`. */
export function enterpriseProblems(
  entries: readonly Written[],
  sites: readonly string[],
  problem: (path: Path, says: Text) => Problem,
): Problem[] {
  const problems: Problem[] = [];
  const tokens = new Set<string>();
  entries.forEach(({ id, token, sites: own }, i) => {
    const at = ['enterprises', i];
    if (entries.slice(0, i).some((other) => other.id === id)) {
      problems.push(problem([...at, 'id'], { zh: `编号“${id}”重复`, en: `id "${id}" is given twice` }));
    }
    own.forEach((site, k) => {
      if (sites.includes(site)) return;
      problems.push(problem([...at, 'sites', k], unknownName({ zh: '企业', en: 'site' }, site, sites)));
    });
    const said = token.reveal();
    if (said.length < SHORTEST) {
      const says = { zh: `口令不足 ${SHORTEST} 个字符`, en: `the token has fewer than ${SHORTEST} characters` };
      problems.push(problem([...at, 'token'], says));
    }
    if (tokens.has(said)) {
      problems.push(
        problem([...at, 'token'], { zh: '口令与另一企业相同', en: 'another enterprise has the same token' }),
      );
    }
    tokens.add(said);
  });
  return problems;
}

/** Who a token belongs to. Tokens are held and compared as digests. */
export function entrances(entries: readonly Written[]): (token: string) => Enterprise | undefined {
  const byDigest = new Map(entries.map(({ token, ...enterprise }) => [digest(token.reveal()), enterprise]));
  return (token) => byDigest.get(digest(token));
}

const digest = (token: string) => createHash('sha256').update(token).digest('base64');

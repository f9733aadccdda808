import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, type Problem } from '../config/strict-yaml.ts';
import { type Mapping, readMapping } from '../ingest/codecs/mapped/mapping.ts';
import { OWN_MAPPINGS } from '../ingest/codecs/mapped/readings.ts';

/** Beside `connections.yaml`: one mapping a file. */
export const MAPPINGS_FOLDER = 'mappings';

/**
 * The mappings that every installation has, and those of a folder; none where there is no such folder.
 * @throws ConfigError with every problem of every file
 */
export function readMappings(folder: string): Mapping[] {
  const mappings = [...OWN_MAPPINGS];
  const problems: Problem[] = [];
  for (const name of globSync('*.yaml', { cwd: folder }).sort()) {
    const file = path.join(folder, name);
    try {
      const mapping = readMapping(readFileSync(file, 'utf8'), file);
      const twice = mappings.some(({ id }) => id === mapping.id);
      if (twice) problems.push(taken(file, mapping));
      else mappings.push(mapping);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return mappings;
}

function taken(file: string, { id, text }: Mapping): Problem {
  const line = text.split('\n').findIndex((said) => said.startsWith('id:')) + 1;
  const says = { zh: `编号“${id}”已被使用`, en: `id "${id}" is in use already` };
  return { file, line: Math.max(1, line), column: 1, path: 'id', says };
}

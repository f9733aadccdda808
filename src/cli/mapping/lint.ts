import { ConfigError } from '../../config/strict-yaml.ts';
import { lintMapping } from '../../ingest/codecs/mapped/mapping.ts';
import { tell } from '../language.ts';
import { textFile } from '../rules/text-file.ts';

/** @throws ConfigError with everything that is wrong, each with its line */
export function lintCommand(files: string[]): void {
  const problems = files.map(textFile).flatMap(({ name, text }) => lintMapping(text, name));
  if (problems.length > 0) throw new ConfigError(problems);
  tell({ zh: `${files.length} 个映射：无误`, en: `${files.length} mapping(s): nothing found` });
}

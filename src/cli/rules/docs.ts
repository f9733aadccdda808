import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { regulationMatrix } from '../../app/regulation-matrix.ts';
import { type Documented, rulesDocs } from '../../app/rule-docs/docs.ts';
import { detectorPictures } from '../../app/rule-docs/pictures.ts';
import { loadDetectors, loadRuleFiles, readRegulations, readRuleFolder } from '../../app/rule-folder.ts';
import { caseCounts } from '../../app/rule-tests/coverage.ts';
import { loadRuleTests } from '../../app/rule-tests/suite.ts';
import { language, tell } from '../language.ts';

/**
 * The documentation of a rules folder: both languages as pages under a folder, or all pages of one language on stdout.
 * @throws ConfigError where the rules folder is invalid
 */
export async function docsCommand(dir: string | undefined, options: { out?: string }): Promise<void> {
  const documented = await read(dir);
  if (options.out === undefined) {
    for (const { markdown } of rulesDocs(documented, language())) process.stdout.write(`${markdown}\n`);
    return;
  }
  for (const lang of ['zh', 'en'] as const) {
    const folder = path.join(options.out, lang);
    mkdirSync(folder, { recursive: true });
    const pictures = await detectorPictures(documented, documented.tests, lang);
    for (const { file, markdown } of rulesDocs({ ...documented, pictures }, lang)) {
      writeFileSync(path.join(folder, file), markdown);
    }
    mkdirSync(path.join(folder, 'pictures'), { recursive: true });
    for (const pair of pictures.values()) {
      for (const { file, svg } of Object.values(pair)) writeFileSync(path.join(folder, file), svg);
    }
  }
  const [zh, en] = ['zh', 'en'].map((lang) => path.join(options.out!, lang, 'README.md'));
  tell({ zh: `已写入 ${zh} 和 ${en}`, en: `written: ${en} and ${zh}` });
}

async function read(dir: string | undefined): Promise<Documented> {
  const detectors = await loadDetectors();
  const files = readRuleFolder(dir);
  const loaded = loadRuleFiles(files, detectors);
  const tests = loadRuleTests(loaded, files.tests);
  const counts = loaded.rulebook.rules.map((rule) => {
    return { ...caseCounts(rule, tests), held: [], loose: [], exemptions: [] };
  });
  const matrix = files.regulations && regulationMatrix(readRegulations(files), loaded, counts);
  return { ...loaded, detectors, tests, matrix };
}

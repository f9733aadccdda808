import { readRuleFolder } from '../../app/rule-folder.ts';
import { type Finding, lintFolder } from '../../app/rule-lint.ts';
import { problemText } from '../../config/strict-yaml.ts';
import { dayOf } from '../../model/beijing.ts';
import { Exit, Failure } from '../exit.ts';
import { language, say, tell } from '../language.ts';
import { textFile } from './text-file.ts';

/**
 * Findings on stdout, one a line.
 * @throws ConfigError with every problem of every file; Failure where something was found
 */
export async function lintCommand(dir: string | undefined, options: { catalogue: string[] }): Promise<void> {
  const catalogue = options.catalogue.map(textFile);
  const { findings, ...read } = await lintFolder(readRuleFolder(dir), catalogue, dayOf(Date.now()));
  const notes = findings.filter(({ level }) => level === 'note');
  process.stdout.write(
    findings
      .filter(({ level }) => level !== 'note')
      .map(findingText)
      .join(''),
  );
  for (const [check, same] of Map.groupBy(notes, (note) => note.check)) process.stdout.write(noteText(check, same));
  const what = {
    zh: `${read.rules} 条规则、${read.standards} 个标准、${read.basis} 条依据、${read.tests} 个测试文件`,
    en: `${read.rules} rules, ${read.standards} standards, ${read.basis} rows of legal basis, ${read.tests} test files`,
  };
  if (findings.length === notes.length) return tell({ zh: `${what.zh}：无误`, en: `${what.en}: nothing found` });
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - notes.length - errors;
  throw new Failure(Exit.FINDINGS, {
    zh: `${what.zh}：错误 ${errors} 个，警告 ${warnings} 个`,
    en: `${what.en}: ${errors} error(s), ${warnings} warning(s)`,
  });
}

const LEVEL = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  note: { zh: '说明', en: 'note' },
};

/** Many files with the same to know in one line. */
function noteText(check: string, notes: readonly Finding[]): string {
  const files = notes.map(({ file }) => file).join(' ');
  return `${say(LEVEL.note)} [${check}] ${say(notes[0]!.says)} (${notes.length}): ${files}\n`;
}

function findingText({ level, check, ...problem }: Finding): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const text = problemText(problem, language()).slice(place.length + 1);
  return `${place} ${say(LEVEL[level])} [${check}] ${text}\n`;
}

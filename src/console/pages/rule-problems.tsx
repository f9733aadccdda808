import type { FileProblemView, RulesStateView } from '../../model/views/rules.ts';
import { useWords } from '../i18n/index.ts';

/** What is wrong in files, each with its place. @param written rule whose text is on the screen: its lines are enough */
export function ProblemList({ problems, written }: { problems: readonly FileProblemView[]; written?: string }) {
  const { t, say } = useWords();
  const here = (file: string) => written !== undefined && file.endsWith(`/${written}.yaml`);
  return (
    <ul className="file-problems">
      {problems.map((problem) => (
        <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.path}:${problem.says.en}`}>
          <code>
            {here(problem.file)
              ? t('rules.line', { line: problem.line })
              : `${problem.file}:${problem.line}:${problem.column}`}
          </code>
          {problem.path !== '' && (
            <>
              {' '}
              <code>{problem.path}</code>
            </>
          )}
          {t('common.colon')}
          {say(problem.says)}
        </li>
      ))}
    </ul>
  );
}

/** Files of the rules folder are wrong: nothing of them is in force, the last good version is. */
export function RefusedFiles({ state }: { state: RulesStateView }) {
  const { t } = useWords();
  if (state.problems.length === 0) return null;
  return (
    <div className="problem refused-files" role="alert">
      <strong>{t('rules.refused', { count: state.problems.length })}</strong>
      <div>{t('rules.refusedHint', { edit: state.edit, folder: state.folder })}</div>
      <ProblemList problems={state.problems} />
    </div>
  );
}

import type { Path, Problem, Source } from '../../config/strict-yaml.ts';
import type { Text } from '../../model/text.ts';

/**
 * A valid file that nevertheless says something wrong (`error`), or something that is probably not meant (`warning`), or
 * that is only worth knowing (`note`).
 */
export interface Finding extends Problem {
  level: 'error' | 'warning' | 'note';
  /** name of the check */
  check: string;
}

/** Where the checks of one file put what they find. */
export interface Notes {
  error(check: string, path: Path, says: Text): void;
  warning(check: string, path: Path, says: Text): void;
  note(check: string, path: Path, says: Text): void;
}

export function notesOn(source: Pick<Source<unknown>, 'problem'>, findings: Finding[]): Notes {
  const note = (level: Finding['level']) => (check: string, path: Path, says: Text) => {
    findings.push({ ...source.problem(path, says), level, check });
  };
  return { error: note('error'), warning: note('warning'), note: note('note') };
}

/** The first few of many names, and how many more there are. */
export function few(names: readonly string[]): Text {
  const shown = names.slice(0, 5).join(', ');
  const more = names.length - 5;
  return more > 0
    ? { zh: `${shown} 等 ${names.length} 个`, en: `${shown} and ${more} more` }
    : { zh: shown, en: shown };
}

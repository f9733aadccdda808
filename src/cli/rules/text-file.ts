import { readFileSync } from 'node:fs';
import type { TextFile } from '../../catalogue/load.ts';
import { Exit, Failure } from '../exit.ts';

/** @throws Failure where there is none that can be read */
export function textFile(name: string): TextFile {
  try {
    return { name, text: readFileSync(name, 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(Exit.INPUT, { zh: `无法读取 ${name}：${code}`, en: `cannot read ${name}: ${code}` });
  }
}

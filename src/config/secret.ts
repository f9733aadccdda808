import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { refuse } from './strict-yaml.ts';

/**
 * A password or token of the world outside, written into a configuration file only by where it is kept:
 * `{env: NAME}` or `{file: PATH}`. It is read once, when the file is loaded, and does not show itself in logs or JSON.
 */
export const secretSchema = z
  .union(
    [
      z.strictObject({ env: z.string().min(1).describe('环境变量名 / name of an environment variable') }),
      z.strictObject({ file: z.string().min(1).describe('文件，首行即密钥 / file whose first line is the secret') }),
    ],
    '密钥只写其所在：{env: 变量名} 或 {file: 文件} / write where it is kept: {env: NAME} or {file: PATH}',
  )
  .transform((where, context) => {
    const found = 'env' in where ? process.env[where.env] : firstLine(where.file);
    if (found) return new Secret(found);
    const name = 'env' in where ? where.env : where.file;
    return refuse(context, {
      zh: `密钥未找到：${'env' in where ? '环境变量' : '文件'} ${name} 为空或不存在`,
      en: `no secret there: ${'env' in where ? 'environment variable' : 'file'} ${name} is empty or missing`,
    });
  });

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** to be called where it leaves for its addressee, and nowhere else */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }
}

function firstLine(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0];
  } catch {
    return undefined;
  }
}

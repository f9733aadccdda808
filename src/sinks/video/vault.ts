import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileOfHash } from '../../model/footage-file.ts';
import { Refused } from '../carrier.ts';

const PART = '.part-';

/** Files under the name of their SHA-256: what is there under a name has its hash, and is whole. */
export class Vault {
  readonly #folder: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    for (const name of readdirSync(folder)) if (name.startsWith(PART)) rmSync(path.join(folder, name));
  }

  /**
   * Durable when it resolves. No more is read than may be kept.
   * @param most bytes
   * @throws Refused where there is more, or nothing
   */
  async keep(content: AsyncIterable<Uint8Array>, most: number): Promise<{ sha256: string; bytes: number }> {
    const part = path.join(this.#folder, PART + randomUUID());
    const file = await open(part, 'wx');
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const chunk of content) {
        bytes += chunk.length;
        if (bytes > most) throw tooLarge(most);
        hash.update(chunk);
        await file.write(chunk);
      }
      if (bytes === 0) throw new Refused({ zh: '应答为空，没有文件', en: 'an empty answer, no file' });
      await file.sync();
      await file.close();
      const sha256 = hash.digest('hex');
      const whole = path.join(this.#folder, fileOfHash(sha256));
      mkdirSync(path.dirname(whole), { recursive: true });
      await rename(part, whole);
      return { sha256, bytes };
    } catch (error) {
      await file.close().catch(() => {});
      await rm(part, { force: true });
      throw error;
    }
  }
}

export function tooLarge(most: number): Refused {
  const size = `${Math.round(most / 1e5) / 10} MB`;
  return new Refused({
    zh: `文件超过 ${size}：缩短 span.most 或调高 mostMegabytes`,
    en: `the file is over ${size}: shorten span.most or raise mostMegabytes`,
  });
}

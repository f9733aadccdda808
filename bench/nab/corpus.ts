import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One file of the benchmark. */
export interface NabFile {
  /** folder/name.csv */
  name: string;
  folder: string;
  /** epoch ms, as if UTC */
  times: Float64Array;
  values: Float64Array;
  /** rows of the first and the last sample of each labelled window */
  windows: [number, number][];
}

const at = (text: string) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);

/** Reads `*.csv.gz` and `windows.json` of a folder laid out as the benchmark's `data`. */
export function corpus(root: string): NabFile[] {
  const labels = JSON.parse(readFileSync(path.join(root, 'windows.json'), 'utf8')) as Record<
    string,
    [string, string][]
  >;
  return globSync('*/*.csv.gz', { cwd: root })
    .sort()
    .map((file) => {
      const name = file.replace(/\.gz$/, '');
      const lines = gunzipSync(readFileSync(path.join(root, file)))
        .toString('utf8')
        .trim()
        .split('\n')
        .slice(1);
      const times = Float64Array.from(lines, (line) => at(line));
      const values = Float64Array.from(lines, (line) => Number(line.slice(line.indexOf(',') + 1)));
      const windows = (labels[name] ?? []).map(([from, to]): [number, number] => {
        return [times.indexOf(at(from)), times.indexOf(at(to))];
      });
      if (windows.flat().includes(-1)) throw new Error(`${name}: a window of windows.json begins or ends at no row`);
      return { name, folder: path.dirname(file), times, values, windows };
    });
}

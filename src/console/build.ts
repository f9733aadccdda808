import { globSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

/** Builds the console when it was never built or its sources are newer: `npm start` calls this first. */
const root = path.join(import.meta.dirname, '../..');
const built = statSync(path.join(root, 'dist/console/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = globSync(['src/console/**/*', 'src/model/*.ts', 'package-lock.json'], { cwd: root });

if (sources.some((file) => statSync(path.join(root, file)).mtimeMs > built)) {
  console.error('构建控制台… / building the console…');
  await build({ configFile: path.join(import.meta.dirname, 'vite.config.ts'), logLevel: 'error' });
}

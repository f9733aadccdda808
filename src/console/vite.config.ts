/**
 * Builds the console into `dist/console`: static files with relative nothing fetched from elsewhere, so that it works
 * in a closed network. The floor is Chromium 86 (the 360 browsers still found in offices).
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const OLDEST = 'chrome86';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    target: OLDEST,
    cssTarget: OLDEST,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'echarts', test: /node_modules\/(echarts|zrender)\//, priority: 3 },
            { name: 'antd', test: /node_modules\/(antd|@ant-design|@rc-component|@emotion|stylis)\//, priority: 2 },
            { name: 'react', test: /node_modules\//, priority: 1 },
          ],
        },
      },
    },
  },
});

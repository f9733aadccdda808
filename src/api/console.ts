import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Resource } from './api.ts';
import { page } from './page.ts';
import { PROBLEMS, Refusal } from './problems.ts';

const UNBUILT = page(
  '控制台尚未构建',
  `<p>请在检出目录运行 <code>npm run build</code>，然后重新启动。接口已可使用：<a href="/docs">/docs</a></p>
<p lang="en">The console is not built yet: run <code>npm run build</code> in the checkout and start again.
The API works already: <a href="/docs">/docs</a></p>`,
);

/** The console as it was built, with its own addresses (`/alerts/…`) all answered by its one page. */
export const consolePages: Resource = async (app, { consoleDir }) => {
  const built = existsSync(join(consoleDir, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: consoleDir,
      // Built names carry a hash of their content; everything else may change with the next build.
      setHeaders: (reply, path) =>
        reply.header('cache-control', path.includes(`${sep}assets${sep}`) ? 'max-age=31536000, immutable' : 'no-cache'),
      cacheControl: false,
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (!isNavigation(request)) throw new Refusal('not-found', PROBLEMS['not-found'].advice);
    return built ? consolePage(reply) : reply.type('text/html; charset=utf-8').send(UNBUILT);
  });
};

const consolePage = (reply: FastifyReply) => reply.header('cache-control', 'no-cache').sendFile('index.html');

/** A browser that goes to an address, and not a script that looks for data or a file. */
function isNavigation({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' || /^\/(api|problems|docs)(\/|$)/.test(url)) return false;
  return (headers.accept ?? '').includes('text/html') || url === '/';
}

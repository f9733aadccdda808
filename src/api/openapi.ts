import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

/** `/openapi.json` from the very schemas that read the input, and `/docs` to try it with; no asset from outside. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'fluewatch',
        description:
          '固定污染源自动监测报警与非现场执法线索 / Alerts on emission monitoring data and leads for enforcement. ' +
          'Times are Beijing time, spans half-open.',
        version: '1',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      // But for enterprises the server asks for no credentials: it listens on 127.0.0.1 unless told otherwise.
      components: { securitySchemes: { enterpriseToken: { type: 'http', scheme: 'bearer' } } },
      security: [],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutInputTwins(jsonSchemaTransformObject(document)),
  });
  app.get('/openapi.json', { schema: { hide: true } as object }, () => app.swagger());
  await app.register(swaggerUi, { routePrefix: '/docs', uiConfig: { validatorUrl: null } });
}

type Document = ReturnType<typeof jsonSchemaTransformObject>;

/** Every named schema is described twice, as output and as input; none of ours is ever an input. */
function withoutInputTwins(document: Document): Document {
  const schemas = 'components' in document ? document.components?.schemas : undefined;
  for (const name of Object.keys(schemas ?? {})) if (name.endsWith('Input')) delete schemas?.[name];
  return document;
}

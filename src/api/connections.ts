import { rfc3339 } from '../model/beijing.ts';
import type { ConnectionStatus } from '../model/connection.ts';
import type { ConnectionView } from '../model/views.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { ConnectionList } from './schemas.ts';

const connectionView = ({ since, lastAt, ...status }: ConnectionStatus): ConnectionView => ({
  ...status,
  since: rfc3339(since),
  lastAt: lastAt === null ? null : rfc3339(lastAt),
});

export const connections: Resource = async (app, { ports }) => {
  app.get(
    '/connections',
    {
      schema: {
        operationId: 'listConnections',
        tags: ['connections'],
        summary: '接入与推送的状态 / How connections to other systems stand',
        response: { 200: ConnectionList, ...problems() },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { items: ports.connections().map(connectionView) };
    },
  );
};

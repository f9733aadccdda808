import { z } from 'zod';
import type { IngestView } from '../model/views/ingest.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { bytesOf, mediaTypeOf, takesBytes } from './bodies.ts';
import { unknownWord } from './faults.ts';
import { invalid, PROBLEMS, Refusal } from './problems.ts';
import { Ingest } from './schemas/ingest.ts';

/** Readings in the keys and columns of the contract need no mapping of their own. */
const BY_TYPE: Readonly<Record<string, string>> = {
  'application/json': 'readings-json',
  'application/x-ndjson': 'readings-ndjson',
  'application/jsonl': 'readings-ndjson',
  'text/csv': 'readings-csv',
};

/**
 * Readings from gateways and back offices. Sending a body twice is sending it once: every reading has its slot. Like the
 * whole API it asks for no credentials and listens on 127.0.0.1 unless told otherwise; who opens it to a network puts a
 * reverse proxy in front that does.
 */
export const ingest: Resource = async (app, { ports }) => {
  const bytes = takesBytes(app);

  app.post(
    '/ingest',
    {
      ...bytes,
      schema: {
        hide: app.prefix === '',
        operationId: 'ingest',
        tags: ['ingest'],
        summary: '提交监测数据：JSON、NDJSON、CSV，可 gzip / Send readings: JSON, NDJSON or CSV, gzip welcome',
        description:
          '不指定映射时，键（列）为 time,outlet,factor,grain,stat,value,flag；逐条去向见应答，重复提交无害。' +
          ' / Without a mapping the keys (columns) are time, outlet, factor, grain, stat, value, flag. The answer says what became of the records; sending twice does no harm.',
        consumes: [...Object.keys(BY_TYPE), 'application/octet-stream'],
        querystring: z.strictObject({
          mapping: z
            .string()
            .max(100)
            .optional()
            .describe('映射编号；HJ 212 报文用 hj212 / id of a mapping; hj212 for frames'),
          subject: z
            .string()
            .max(200)
            .optional()
            .describe('文件名等，随数据留存 / a file name or the like, kept with the data'),
        }),
        body: z.unknown(),
        response: {
          200: Ingest,
          ...problems(
            'malformed',
            'too-large',
            'unsupported-media-type',
            'invalid-input',
            'nothing-usable',
            'not-taken',
          ),
        },
      },
    },
    async (request, reply): Promise<IngestView> => {
      const { mapping: asked, subject = '' } = request.query;
      const body = bytesOf(request);
      const mapping = asked ?? BY_TYPE[mediaTypeOf(request)];
      if (mapping === undefined) {
        throw new Refusal('unsupported-media-type', PROBLEMS['unsupported-media-type'].advice);
      }
      if (!ports.mappings().includes(mapping)) {
        throw invalid({ pointer: '/mapping', ...unknownWord(mapping, ports.mappings()) });
      }
      const outcome = await ports.ingest({ peer: `http ${request.ip}`, subject, bytes: body, mapping });
      if (outcome.readings === 0) throw nothingUsable(outcome);
      reply.header('cache-control', 'no-store');
      return { v: 1, ...outcome };
    },
  );
};

function nothingUsable({ faults }: Omit<IngestView, 'v'>): Refusal {
  return new Refusal(
    'nothing-usable',
    PROBLEMS['nothing-usable'].advice,
    faults.map(({ record, line, says }) => {
      const place = line === undefined ? '' : { zh: `第 ${line} 行：`, en: `line ${line}: ` };
      return {
        pointer: record === null ? '' : `/${record}`,
        code: 'unusable',
        message: place === '' ? says : { zh: place.zh + says.zh, en: place.en + says.en },
      };
    }),
  );
}

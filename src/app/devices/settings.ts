import { z } from 'zod';
import { durationSchema } from '../../config/duration.ts';

const duration = (usual: string) => durationSchema.prefault(usual);

/** `devices:` of `connections.yaml`: what the server asks of devices by itself, and how long it waits for answers. */
export const devicesSchema = z
  .strictObject({
    history: z
      .strictObject({
        after: duration('15m').describe(
          '缺口过去多久后补采；设备自己也会补传 / how old a gap must be: devices backfill by themselves, too',
        ),
        within: duration('7d').describe('只补采这段时间内的缺口 / gaps no older than this are asked for'),
        attempts: z
          .number()
          .int()
          .min(0)
          .max(10)
          .default(2)
          .describe('同一缺口问几次；0 为不补采 / how often for the same gap; 0 = never'),
      })
      .prefault({})
      .describe('缺数补采（2051、2061） / history for missing spans (2051, 2061)'),
    clock: z
      .strictObject({
        onRequest: z
          .boolean()
          .default(true)
          .describe('设备请求时校时（1013） / set it when a device asks for it (1013)'),
        drift: durationSchema
          .optional()
          .describe(
            '偏差超过此值时校时；不写为不主动校时 / set it when it is off by more; never by itself where not given',
          ),
      })
      .prefault({})
      .describe('校时（1012） / setting clocks (1012)'),
    answer: z
      .strictObject({
        within: duration('10s').describe('多久内应答（9011） / time for the answer 9011'),
        retries: z.number().int().min(0).max(99).default(3).describe('重发次数 / repeats'),
        execute: duration('60s').describe('执行中多久没有动静即放弃 / silence after which an execution is given up'),
      })
      .prefault({})
      .describe('超时与重发，HJ 212-2017 表 1 / timeouts and repeats, HJ 212-2017 table 1'),
  })
  .prefault({});
export type DevicesSettings = z.output<typeof devicesSchema>;

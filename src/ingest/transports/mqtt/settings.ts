import { z } from 'zod';
import { mqttBroker } from '../../../brokers/mqtt/settings.ts';

const FILTER = /^(?:\$share\/[^/+#]+\/)?(?:[^+#/]*|\+)(?:\/(?:[^+#/]*|\+))*(?:(?:^|\/)#)?$/;

/** Which topics are taken, and what makes sense of them. */
export const subscriptions = z
  .array(
    z.strictObject({
      filter: z
        .string()
        .min(1)
        .refine((filter) => FILTER.test(filter), {
          message:
            '主题过滤器有误：+ 占一层，# 只在末尾 / no topic filter: + takes one level, # stands at the end only',
        })
        .describe('主题过滤器，可用 +、# 与 $share/组/ / topic filter with +, # and $share/group/'),
      mapping: z.string().min(1).describe('映射编号，HJ 212 报文用 hj212 / id of the mapping; hj212 for frames'),
    }),
  )
  .min(1)
  .describe('订阅，主题以先匹配者为准 / subscriptions; a topic belongs to the first that matches');

/** `kind: mqtt` among the inputs. */
export const mqttInputSchema = z.strictObject({
  id: z.string().min(1).describe('编号 / id'),
  kind: z.literal('mqtt'),
  ...mqttBroker,
  subscribe: subscriptions,
});

export type MqttInputSettings = z.output<typeof mqttInputSchema>;

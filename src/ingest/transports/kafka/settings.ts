import { z } from 'zod';
import { kafkaCluster } from '../../../brokers/kafka/settings.ts';
import { refuse } from '../../../config/strict-yaml.ts';

/** `kind: kafka` among the inputs. */
export const kafkaInputSchema = z
  .strictObject({
    id: z.string().min(1).describe('编号 / id'),
    kind: z.literal('kafka'),
    ...kafkaCluster,
    group: z.string().min(1).default('fluewatch').describe('消费组 / consumer group'),
    topics: z
      .array(
        z.strictObject({
          topic: z.string().min(1).describe('主题 / topic'),
          mapping: z.string().min(1).describe('映射编号，HJ 212 报文用 hj212 / id of the mapping; hj212 for frames'),
        }),
      )
      .min(1)
      .describe('主题及其映射 / topics and their mappings'),
    from: z
      .enum(['earliest', 'latest'])
      .default('earliest')
      .describe('消费组首次从何处读起 / where the group begins that has never read'),
    deadLetters: z
      .string()
      .min(1)
      .optional()
      .describe('不能使用的消息另存到此主题 / topic to which messages that cannot be used are copied'),
  })
  .superRefine(({ topics, deadLetters }, context) => {
    if (!topics.some(({ topic }) => topic === deadLetters)) return;
    refuse(context, {
      zh: `deadLetters 不得是所消费的主题：${deadLetters}`,
      en: `deadLetters must not be a topic that is read: ${deadLetters}`,
    });
  });

export type KafkaInputSettings = z.output<typeof kafkaInputSchema>;

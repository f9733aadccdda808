import { z } from 'zod';
import { kafkaCluster } from '../../brokers/kafka/settings.ts';
import { eventSettings } from '../broker-settings.ts';

const topic = z.string().regex(/^[a-zA-Z0-9._-]{1,249}$/, {
  message: '主题名限字母、数字、. _ - / letters, digits, . _ - only',
});

/** `kind: kafka` among the outputs. */
export const kafkaOutputSchema = z.strictObject({
  ...eventSettings,
  kind: z.literal('kafka'),
  ...kafkaCluster,
  alerts: topic.default('fluewatch.alerts').describe('报警的主题 / topic of the alerts'),
  leads: topic.default('fluewatch.leads').describe('线索的主题 / topic of the leads'),
});

export type KafkaOutputSettings = z.output<typeof kafkaOutputSchema>;

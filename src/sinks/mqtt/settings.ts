import { z } from 'zod';
import { mqttBroker } from '../../brokers/mqtt/settings.ts';
import { eventSettings } from '../broker-settings.ts';

const topic = z
  .string()
  .min(1)
  .regex(/^[^+#\0]+$/, { message: '主题中不得有 + 与 # / a topic has no + and no #' });

/** `kind: mqtt` among the outputs. */
export const mqttOutputSchema = z.strictObject({
  ...eventSettings,
  kind: z.literal('mqtt'),
  ...mqttBroker,
  alerts: topic
    .default('fluewatch/{site}/alerts')
    .describe('报警的主题，{site} 为单位编号 / topic of the alerts; {site} is the id of the site'),
  leads: topic.default('fluewatch/{site}/leads').describe('线索的主题 / topic of the leads'),
});

export type MqttOutputSettings = z.output<typeof mqttOutputSchema>;

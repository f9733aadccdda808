import { z } from 'zod';
import { outputSettings } from './output-settings.ts';

/** What outputs to brokers are told beside their broker. */
export const eventSettings = {
  ...outputSettings,
  source: z
    .string()
    .min(1)
    .regex(/^[^\s<>"{}|\\^`]+$/, { message: '应为 URI 引用 / must be a URI reference' })
    .default('/fluewatch')
    .describe('CloudEvents 的 source，多套系统各取其名 / source of the CloudEvents; one for each fluewatch'),
};

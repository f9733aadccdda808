import { z } from 'zod';
import { secretSchema } from '../../../config/secret.ts';
import { refuse } from '../../../config/strict-yaml.ts';
import { subscriptions } from '../mqtt/settings.ts';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/** `kind: mqtt-broker` among the inputs: a small broker of our own, for trials where there is none. */
export const mqttBrokerSchema = z
  .strictObject({
    id: z.string().min(1).describe('编号 / id'),
    kind: z.literal('mqtt-broker'),
    listen: z
      .string()
      .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, { message: '应为 主机:端口 / must be host:port' })
      .default('127.0.0.1:1883')
      .describe('监听的 主机:端口 / host:port to listen on'),
    username: z.string().min(1).optional().describe('客户端须出示的用户名 / user name that clients must give'),
    password: secretSchema
      .optional()
      .describe('客户端须出示的密码所在 / where the password is kept that clients must give'),
    subscribe: subscriptions,
  })
  .superRefine(({ listen, username, password }, context) => {
    if ((username && password) || LOOPBACK.test(listen.slice(0, listen.lastIndexOf(':')))) return;
    refuse(context, {
      zh: '在本机以外监听须设 username 与 password',
      en: 'to listen beyond this machine needs username and password',
    });
  });

export type MqttBrokerSettings = z.output<typeof mqttBrokerSchema>;

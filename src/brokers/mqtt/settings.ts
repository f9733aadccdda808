import { z } from 'zod';
import { secretSchema } from '../../config/secret.ts';
import { refuse } from '../../config/strict-yaml.ts';
import { tlsSchema } from '../../config/tls.ts';

/** How to reach an MQTT broker; inputs and outputs share it. */
export const mqttBroker = {
  url: z
    .string()
    .describe('mqtt://主机:端口 或 mqtts://主机:端口 / mqtt://host:port or mqtts://host:port')
    .transform((text, context) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url?.username || url?.password) {
        return refuse(context, {
          zh: '地址中不得包含用户名或密码，请用 username 与 password: {env: …} 或 {file: …}',
          en: 'no user name or password in the address: write username and password: {env: …} or {file: …}',
        });
      }
      if (url?.hostname && (url.protocol === 'mqtt:' || url.protocol === 'mqtts:')) return url.href;
      return refuse(context, {
        zh: `“${text}”不是 MQTT 地址，应为 mqtt://主机:端口 或 mqtts://主机:端口`,
        en: `"${text}" is no MQTT address: mqtt://host:port or mqtts://host:port`,
      });
    }),
  version: z
    .literal([5, '3.1.1'])
    .default(5)
    .describe('协议版本，老代理用 3.1.1 / version of the protocol; 3.1.1 for old brokers'),
  username: z.string().min(1).optional().describe('用户名 / user name'),
  password: secretSchema.optional().describe('密码所在 / where the password is kept'),
  tls: tlsSchema.optional().describe('加密连接的证书文件 / certificate files of an encrypted connection'),
  clientId: z
    .string()
    .min(1)
    .optional()
    .describe('客户端标识，代理处唯一；默认 fluewatch-<id> / unique at the broker; fluewatch-<id> unless given'),
};

const brokerSchema = z.object({ id: z.string(), ...mqttBroker });

/** What every connection to an MQTT broker has. */
export type MqttBroker = z.output<typeof brokerSchema>;

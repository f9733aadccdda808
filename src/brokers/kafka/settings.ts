import { z } from 'zod';
import { secretSchema } from '../../config/secret.ts';
import { tlsSchema } from '../../config/tls.ts';

/** How to reach a Kafka cluster; inputs and outputs share it. */
export const kafkaCluster = {
  brokers: z
    .array(
      z.string().regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/@]+):\d{1,5}$/, {
        message: '应为 主机:端口 / must be host:port',
      }),
    )
    .min(1)
    .describe('任意几个代理的 主机:端口 / host:port of some of the brokers'),
  tls: tlsSchema
    .optional()
    .describe('加密连接；{} 信任系统证书 / encrypted connection; {} trusts the authorities of the system'),
  sasl: z
    .strictObject({
      mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).describe('登录方式 / way to log in'),
      username: z.string().min(1).describe('用户名 / user name'),
      password: secretSchema.describe('密码所在 / where the password is kept'),
    })
    .optional()
    .describe('登录 / how to log in'),
};

const clusterSchema = z.object({ id: z.string(), ...kafkaCluster });

/** What every connection to a Kafka cluster has. */
export type KafkaCluster = z.output<typeof clusterSchema>;

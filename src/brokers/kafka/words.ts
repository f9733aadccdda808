import type { Text } from '../../model/text.ts';
import { plainTrouble, type Trouble } from '../trouble.ts';

/** Error codes of the protocol, by the library's names, of which we know how to mend them. */
const KNOWN: Record<string, Text> = {
  UNKNOWN_TOPIC_OR_PARTITION: {
    zh: '主题不存在：请先建立主题，或核对名称',
    en: 'there is no such topic: create it, or check its name',
  },
  TOPIC_AUTHORIZATION_FAILED: {
    zh: '无权访问主题：请在集群授权（读或写）',
    en: 'no access to a topic: grant it at the cluster (read or write)',
  },
  GROUP_AUTHORIZATION_FAILED: {
    zh: '无权使用消费组：请在集群授权，或换 group',
    en: 'no access to the consumer group: grant it at the cluster, or choose another group',
  },
  CLUSTER_AUTHORIZATION_FAILED: {
    zh: '无权写入：请在集群授予 IdempotentWrite 与 Write',
    en: 'no right to write: grant IdempotentWrite and Write at the cluster',
  },
  UNSUPPORTED_SASL_MECHANISM: {
    zh: '集群不支持此 sasl.mechanism：请换一种',
    en: 'the cluster does not speak this sasl.mechanism: choose another',
  },
  UNSUPPORTED_VERSION: {
    zh: 'Kafka 版本过旧或过新：已试 3.9 与 4.4',
    en: 'this Kafka is too old or too new: tried with 3.9 and 4.4',
  },
};

const LOGIN: Text = {
  zh: '登录被拒绝：请核对 sasl.username、sasl.password 所指的密钥与 sasl.mechanism',
  en: 'login refused: check sasl.username, the secret that sasl.password names, and sasl.mechanism',
};

/** What to say of an error of the Kafka library. */
export function troubleOf(error: unknown): Trouble {
  const first = error as { name?: string; type?: string; code?: unknown; message?: string; cause?: unknown };
  for (let at: typeof first | undefined = first; at; at = at.cause as typeof first) {
    const known = typeof at.type === 'string' ? KNOWN[at.type] : undefined;
    if (known) return { lasting: true, says: known };
    if (at.name === 'KafkaJSSASLAuthenticationError') return { lasting: true, says: LOGIN };
    if (typeof at.code === 'string') return plainTrouble({ code: at.code, message: at.message ?? at.code });
    if (at.cause === at) break;
  }
  return plainTrouble({ message: first.message ?? String(error) });
}

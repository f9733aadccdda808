import type { Text } from '../../model/text.ts';
import { type BrokerError, plainTrouble, type Trouble } from '../trouble.ts';

/** Reason codes of MQTT 5.0 §2.4, and return codes of 3.1.1 §3.2.2.3, of which we know how to mend them. */
const KNOWN: Record<number, Text> = {
  1: {
    zh: '代理不支持此协议版本：请设 version: 3.1.1',
    en: 'the broker does not speak this version: set version: 3.1.1',
  },
  2: { zh: '代理不接受 clientId：请换一个', en: 'the broker does not accept the clientId: choose another' },
  4: {
    zh: '用户名或密码被拒绝：请核对 username 与 password 所指的密钥',
    en: 'user name or password refused: check username and the secret that password names',
  },
  5: {
    zh: '代理拒绝授权：请核对 username、password 与代理的访问控制',
    en: "not authorised: check username, password and the broker's access rules",
  },
  138: { zh: '本客户端被代理封禁', en: 'the broker has banned this client' },
  142: {
    zh: '另一客户端以相同 clientId 登录：请为每个连接设不同的 clientId',
    en: 'another client came with the same clientId: give each its own clientId',
  },
};
/** The same under the numbers of version 5. */
const SAME: Record<number, number> = { 132: 1, 133: 2, 134: 4, 135: 5, 140: 4 };

/** What to say of an error of a connection to an MQTT broker. */
export function troubleOf({ code, message }: BrokerError): Trouble {
  const known = typeof code === 'number' ? KNOWN[SAME[code] ?? code] : undefined;
  if (known) return { lasting: true, says: known };
  if (code === 'SUBSCRIBE') {
    return {
      lasting: true,
      says: {
        zh: `代理拒绝订阅（${message}）：请核对 filter 与代理的访问控制`,
        en: `the broker refuses a subscription (${message}): check filter and the broker's access rules`,
      },
    };
  }
  return plainTrouble({ code, message });
}

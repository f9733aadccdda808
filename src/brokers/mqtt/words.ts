import type { Text } from '../../model/text.ts';

/** What went wrong with a connection; the code is a reason code of MQTT or a name of the system's. */
export interface BrokerError {
  code?: number | string;
  message: string;
}

/** Why a broker cannot be used now. */
export interface Trouble {
  /** it stays so until somebody mends the configuration here or at the broker */
  lasting: boolean;
  says: Text;
}

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

const TLS = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|ERR_OSSL)/;

export function troubleOf({ code, message }: BrokerError): Trouble {
  const known = typeof code === 'number' ? KNOWN[SAME[code] ?? code] : undefined;
  if (known) return { lasting: true, says: known };
  if (typeof code === 'string' && TLS.test(code)) {
    return {
      lasting: true,
      says: {
        zh: `加密连接失败（${message}）：请核对 tls.ca、tls.cert、tls.key 与主机名`,
        en: `no encrypted connection (${message}): check tls.ca, tls.cert, tls.key and the host name`,
      },
    };
  }
  if (code === 'SUBSCRIBE') {
    return {
      lasting: true,
      says: {
        zh: `代理拒绝订阅（${message}）：请核对 filter 与代理的访问控制`,
        en: `the broker refuses a subscription (${message}): check filter and the broker's access rules`,
      },
    };
  }
  if (code === 'ENOENT' || code === 'EACCES') {
    return {
      lasting: true,
      says: { zh: `证书文件无法读取：${message}`, en: `cannot read a certificate file: ${message}` },
    };
  }
  return {
    lasting: false,
    says: {
      zh: `代理无法连接（${message}），将自动重试`,
      en: `the broker cannot be reached (${message}); tried again`,
    },
  };
}

import type { Text } from '../model/text.ts';

/** What went wrong with a connection; the code is one of the protocol or a name of the system's. */
export interface BrokerError {
  code?: number | string | undefined;
  message: string;
}

/** Why a broker cannot be used now. */
export interface Trouble {
  /** it stays so until somebody mends the configuration here or at the broker; tried again all the same */
  lasting: boolean;
  says: Text;
}

const TLS = /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/;

/** What to say of errors that do not come from the protocol: certificates, files, the network. */
export function plainTrouble({ code, message }: BrokerError): Trouble {
  if (typeof code === 'string' && TLS.test(code)) {
    return {
      lasting: true,
      says: {
        zh: `加密连接失败（${message}）：请核对 tls.ca、tls.cert、tls.key 与主机名`,
        en: `no encrypted connection (${message}): check tls.ca, tls.cert, tls.key and the host name`,
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
      en: `the broker cannot be reached (${message}); it is tried again by itself`,
    },
  };
}

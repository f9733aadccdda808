import type { Text } from '../model/text.ts';

/** The other side takes nothing now. What was to be sent waits; `says` tells why and how to mend it, without any secret. */
export class Away extends Error {
  readonly says: Text;
  /** how long the other side asks to be left alone, ms */
  readonly retryAfterMs: number | undefined;
  /** somebody must mend the configuration or the other side; it is tried again all the same */
  readonly broken: boolean;

  constructor(
    says: Text,
    { retryAfterMs, broken = false }: { retryAfterMs?: number | undefined; broken?: boolean } = {},
  ) {
    super(says.en);
    this.name = 'Away';
    this.says = says;
    this.retryAfterMs = retryAfterMs;
    this.broken = broken;
  }
}

/** Whatever was thrown, as a reason. Only codes are taken over: a message may hold an address with a token in it. */
export function awayOf(error: unknown): Away {
  if (error instanceof Away) return error;
  const code = codeOf(error);
  const known = WHY[code];
  if (known) return new Away({ zh: `${known.zh}（${code}）`, en: `${known.en} (${code})` });
  return new Away({
    zh: `对方无应答（${code}）：请检查地址与网络`,
    en: `the other side does not answer (${code}): check address and network`,
  });
}

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'TIMEOUT';
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return error instanceof Error ? error.name : 'UNKNOWN';
}

const WHY: Record<string, Text> = {
  ECONNREFUSED: {
    zh: '对方拒绝连接：请启动对方服务或检查端口',
    en: 'nothing listens there: start the service or check the port',
  },
  ENOTFOUND: { zh: '找不到主机名：请检查地址与 DNS', en: 'no such host: check the address and DNS' },
  EAI_AGAIN: { zh: '域名暂时无法解析：请检查 DNS', en: 'the name cannot be resolved now: check DNS' },
  ETIMEDOUT: { zh: '连接超时：请检查网络与防火墙', en: 'timed out: check network and firewall' },
  TIMEOUT: { zh: '对方未在时限内应答', en: 'no answer in time' },
  ECONNRESET: { zh: '连接被中断', en: 'the connection was cut' },
  UND_ERR_SOCKET: { zh: '连接被中断', en: 'the connection was cut' },
  EPIPE: { zh: '连接被中断', en: 'the connection was cut' },
  ERR_SQLITE_ERROR: {
    zh: '本机数据文件无法读写：请检查磁盘空间与权限',
    en: 'files of our own cannot be read or written: check disk space and permissions',
  },
  CERT_HAS_EXPIRED: { zh: '对方证书已过期：请更新证书', en: 'its certificate has expired: renew it' },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    zh: '对方证书为自签：请用 NODE_EXTRA_CA_CERTS 信任其颁发者',
    en: 'its certificate is self-signed: trust its issuer by NODE_EXTRA_CA_CERTS',
  },
};

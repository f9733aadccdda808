import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Files (PEM) of an encrypted connection. Without `ca` the system's authorities are trusted. */
export const tlsSchema = z.strictObject({
  ca: z.string().min(1).optional().describe('信任的 CA 证书文件 / file of the authority to trust'),
  cert: z.string().min(1).optional().describe('客户端证书文件 / file of our certificate'),
  key: z.string().min(1).optional().describe('客户端私钥文件 / file of our key'),
});

export type TlsFiles = z.output<typeof tlsSchema>;

/**
 * Reads the files, anew for each connection, so that a renewed certificate is used from the next one on.
 * @throws Error of the file system, naming the file
 */
export function readTls({ ca, cert, key }: TlsFiles): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  return {
    ...(ca && { ca: readFileSync(ca) }),
    ...(cert && { cert: readFileSync(cert) }),
    ...(key && { key: readFileSync(key) }),
  };
}

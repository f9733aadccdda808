import type { Logger } from 'pino';
import type { Trouble } from '../../brokers/trouble.ts';
import { delayMs, rest, STEADY_MS } from './patience.ts';
import type { Standing } from './standing.ts';

/**
 * Connects, and again whenever that has ended, until the signal is given.
 * @param connection one connection from its beginning to its end, and why it ended
 */
export async function stayConnected(
  connection: () => Promise<Trouble>,
  standing: Standing,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  let told = '';
  for (let failures = 0; !signal.aborted; failures++) {
    const began = Date.now();
    const { lasting, says } = await connection();
    if (signal.aborted) break;
    if (Date.now() - began > STEADY_MS) failures = 0;
    standing.link(lasting ? 'failed' : 'waiting', says);
    if (failures === 0 || told !== says.en) log.warn({ why: says.en }, 'no connection to the broker');
    told = says.en;
    await rest(delayMs(failures), signal);
  }
  standing.link('closed');
}

import type { IClientOptions } from 'mqtt';
import { readTls } from '../../config/tls.ts';
import type { MqttBroker } from './settings.ts';

/**
 * The library's options for one connection that ends when it ends: coming back is ours.
 * @throws Error of the file system where a certificate file cannot be read
 */
export function mqttOptions(broker: MqttBroker): IClientOptions {
  return {
    protocolVersion: broker.version === 5 ? 5 : 4,
    clientId: broker.clientId ?? `fluewatch-${broker.id}`,
    ...(broker.username && { username: broker.username }),
    ...(broker.password && { password: broker.password.reveal() }),
    ...(broker.tls && readTls(broker.tls)),
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: 10_000,
    keepalive: 30,
  };
}

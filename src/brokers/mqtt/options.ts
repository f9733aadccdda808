import type { IClientOptions } from 'mqtt';
import { readTls } from '../../config/tls.ts';
import type { MqttBroker } from './settings.ts';

/** How long the broker keeps our session, and with it what nobody acknowledged, while we are away, seconds [R]. */
const SESSION_S = 7 * 86_400;

/**
 * The library's options for one connection that ends when it ends: coming back is ours. The session outlives it.
 * @param receiveMaximum how many messages the broker may send without an acknowledgement (MQTT 5.0 §3.1.2.11.3)
 * @throws Error of the file system where a certificate file cannot be read
 */
export function mqttOptions(broker: MqttBroker, receiveMaximum: number): IClientOptions {
  const five = broker.version === '5';
  return {
    protocolVersion: five ? 5 : 4,
    clientId: broker.clientId ?? `fluewatch-${broker.id}`,
    clean: false,
    ...(five && { properties: { sessionExpiryInterval: SESSION_S, receiveMaximum } }),
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

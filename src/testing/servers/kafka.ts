import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { selfSigned } from './certificate.ts';
import { freePort, OtherServer } from './process.ts';

/** A folder with the jars of one version of Kafka in each of its folders: `.ci/kafka.pom.xml` says how they come there. */
const FOLDER = process.env.FLUEWATCH_KAFKA;

/** Versions there are, the newest first. */
export const kafkaVersions =
  FOLDER && existsSync(FOLDER) ? readdirSync(FOLDER).sort((a, b) => b.localeCompare(a, 'en', { numeric: true })) : [];

/** Whether tests with a real Kafka run: where its jars are, and in CI in any case. */
export const withKafka = kafkaVersions.length > 0 || process.env.FLUEWATCH_REQUIRE_ALL === '1';

const QUICK = ['-Xmx512m', '-XX:TieredStopAtLevel=1'];

export interface KafkaServer {
  server: OtherServer;
  /** host:port that asks for no login */
  broker: string;
  /** host:port that asks user `plant` for the password `right` (SASL/PLAIN) */
  guarded: string;
  /** host:port that speaks TLS, by the certificate of {@link ca} */
  secure: string;
  ca: string;
}

/** One broker of Apache Kafka (KRaft). Not started yet. */
export async function kafka(version = kafkaVersions[0]): Promise<KafkaServer> {
  if (!FOLDER || !version) throw new Error('FLUEWATCH_KAFKA names no folder with the jars of Kafka');
  const classes = path.join(FOLDER, version, '*');
  const guarded = await freePort();
  const secure = await freePort();
  const controller = await freePort();
  const server = await OtherServer.prepare((port, folder) => {
    const file = path.join(folder, 'server.properties');
    const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_plant="right";';
    const lines = [
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${controller}`,
      `listeners=OPEN://127.0.0.1:${port},GUARDED://127.0.0.1:${guarded},SECURE://127.0.0.1:${secure},CONTROLLER://127.0.0.1:${controller}`,
      `advertised.listeners=OPEN://127.0.0.1:${port},GUARDED://127.0.0.1:${guarded},SECURE://127.0.0.1:${secure}`,
      'listener.security.protocol.map=OPEN:PLAINTEXT,GUARDED:SASL_PLAINTEXT,SECURE:SSL,CONTROLLER:PLAINTEXT',
      'controller.listener.names=CONTROLLER',
      'inter.broker.listener.name=OPEN',
      'sasl.enabled.mechanisms=PLAIN',
      `listener.name.guarded.plain.sasl.jaas.config=${login}`,
      'listener.name.secure.ssl.keystore.type=PEM',
      `listener.name.secure.ssl.keystore.location=${selfSigned(folder).both}`,
      `log.dirs=${folder}/log`,
      'offsets.topic.replication.factor=1',
      'offsets.topic.num.partitions=1',
      'transaction.state.log.replication.factor=1',
      'transaction.state.log.min.isr=1',
      'group.initial.rebalance.delay.ms=0',
      'auto.create.topics.enable=false',
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const quick = [...QUICK, '-cp', classes];
    const format = ['kafka.tools.StorageTool', 'format', '-t', 'MkU3OEVBNTcwNTJENDM2Qg', '-c', file];
    execFileSync('java', [...quick, ...format], { stdio: ['ignore', 'ignore', 'pipe'] });
    return ['java', ...quick, 'kafka.Kafka', file];
  });
  const at = (port: number) => `127.0.0.1:${port}`;
  const ca = path.join(server.folder, 'cert.pem');
  return { server, broker: at(server.port), guarded: at(guarded), secure: at(secure), ca };
}

/** Produces lines with Kafka's own producer, compressed as other systems compress. */
export function produceByJava(broker: string, topic: string, lines: readonly string[], codec: string): void {
  const classes = path.join(FOLDER!, kafkaVersions[0]!, '*');
  const producer = ['org.apache.kafka.tools.ConsoleProducer', '--bootstrap-server', broker, '--topic', topic];
  execFileSync('java', [...QUICK, '-cp', classes, ...producer, '--compression-codec', codec], {
    input: lines.join('\n'),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

import { expect, it } from 'vitest';
import { checkConnections } from './connections.ts';

function problemOf(text: string): string {
  try {
    checkConnections({ name: 'connections.yaml', text }, ['hj212']);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

const SUBSCRIBE = 'subscribe: [{filter: "a/#", mapping: hj212}]';
const TOPICS = 'topics: [{topic: t, mapping: hj212}]';

it.each([
  [`kind: mqtt, url: "mqtt://u:secret@h:1", ${SUBSCRIBE}`, 'no user name or password in the address'],
  [`kind: mqtt, url: "http://h:1", ${SUBSCRIBE}`, 'is no MQTT address'],
  [`kind: mqtt, url: "mqtt://h", version: 4, ${SUBSCRIBE}`, 'did you mean "5"? Allowed: 5, 3.1.1'],
  ['kind: mqtt, url: "mqtt://h", subscribe: [{filter: "a/#/b", mapping: hj212}]', '# stands at the end only'],
  ['kind: mqtt, url: "mqtt://h", subscribe: [{filter: "a", mapping: hj21}]', 'did you mean "hj212"?'],
  [
    `kind: mqtt, url: "mqtt://h", password: secret, ${SUBSCRIBE}`,
    'write where it is kept: {env: NAME} or {file: PATH}',
  ],
  [`kind: mqtt-broker, listen: "0.0.0.0:1883", ${SUBSCRIBE}`, 'needs username and password'],
  [`kind: kafka, brokers: [h], ${TOPICS}`, 'must be host:port'],
  [`kind: kafka, brokers: ["h:1"], ${TOPICS}, deadLetters: t`, 'deadLetters must not be a topic that is read: t'],
  ['kind: mqt', 'did you mean "mqtt"?'],
  ['url: "mqtt://h"', 'missing. Allowed: mqtt, '],
])('an input that cannot be meant says where and how to mend it: %s', (entry, says) => {
  const problem = problemOf(`inputs:\n  - {id: a, ${entry}}\n`);
  expect(problem).toMatch(/^connections\.yaml:2:\d+ inputs\[0\]/);
  expect(problem).toContain(says);
  expect(problem).not.toContain('secret@');
});

it('takes what is meant', () => {
  const inputs = [
    `{id: a, kind: mqtt, url: "mqtts://h", version: 3.1.1, tls: {}, ${SUBSCRIBE}}`,
    `{id: b, kind: mqtt-broker, ${SUBSCRIBE}}`,
    `{id: c, kind: kafka, brokers: ["h:9092", "[::1]:9093"], tls: {ca: ca.pem}, ${TOPICS}, deadLetters: dead}`,
  ];
  const outputs = ['{id: d, kind: kafka, brokers: ["h:9092"]}', '{id: e, kind: mqtt, url: "mqtt://h", version: 5}'];
  expect(problemOf(`inputs: [${inputs.join(', ')}]\noutputs: [${outputs.join(', ')}]\n`)).toBe('none');
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { checkConnections, connectionsSchema } from '../app/connections.ts';
import { readMappings } from '../app/mappings.ts';
import { readTexts, SHIPPED_RULES } from '../app/rule-folder.ts';
import { loadCatalogue, loadStandards } from '../catalogue/load.ts';
import { readYaml } from '../config/strict-yaml.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

interface Service {
  image?: string;
  build?: string;
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  healthcheck?: object;
  depends_on?: Record<string, { condition: string }>;
  command?: string[];
}
const compose = parse(read('compose.yaml')) as { services: Record<string, Service>; volumes: Record<string, null> };
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile');
const inConnections = () =>
  readYaml(read('fixtures/compose/connections.yaml'), 'connections.yaml', connectionsSchema).value as unknown as {
    inputs: { url?: string; brokers?: string[]; topics?: { topic: string }[]; deadLetters?: string }[];
    outputs: { url?: string; brokers?: string[]; kind: string; token?: unknown }[];
  };

/** No container runs in this suite: what can be known of the files without one. */
describe('compose.yaml', () => {
  it('lets nobody but this machine reach a port', () => {
    for (const [name, { ports = [] }] of services) {
      for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    }
  });

  it('asks each service for its health, and waits for it', () => {
    const ends = services.flatMap(([, { depends_on = {} }]) =>
      Object.entries(depends_on).flatMap(([on, { condition }]) =>
        condition === 'service_completed_successfully' ? on : [],
      ),
    );
    for (const [name, { healthcheck, build, depends_on = {} }] of services) {
      if (!ends.includes(name)) expect(healthcheck ?? (build && /^HEALTHCHECK/m.test(dockerfile)), name).toBeTruthy();
      for (const [on, { condition }] of Object.entries(depends_on)) {
        expect(Object.keys(compose.services)).toContain(on);
        expect(condition).not.toBe('service_started');
      }
    }
  });

  it('holds no secret: each is asked for by name, and the example names all of them', () => {
    const example = read('fixtures/compose/env.example');
    const asked = [...read('compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name!);
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
    for (const [name, { environment = {} }] of services) {
      for (const [key, value] of Object.entries(environment)) {
        if (/PASSWORD|TOKEN|SECRET/.test(key)) expect(value, `${name} ${key}`).toMatch(/^\$\{\w+:\?.*\}$/);
      }
    }
    expect(read('.gitignore').split('\n')).toContain('.env');
  });

  it('mounts what is there', () => {
    for (const [, { volumes = [] }] of services) {
      for (const volume of volumes) {
        const [from] = volume.split(':') as [string];
        if (from.startsWith('.')) expect(existsSync(path.join(ROOT, from)), from).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(from);
      }
    }
  });

  it('starts fluewatch with a catalogue, mappings and connections that it takes', () => {
    vi.stubEnv('INFLUX_TOKEN', 'token');
    const standards = loadStandards(
      [...readTexts(SHIPPED_RULES)].flatMap(([name, text]) => (name.startsWith('standards/') ? { name, text } : [])),
    );
    const catalogue = loadCatalogue(
      [{ name: 'catalogue.yaml', text: read('fixtures/compose/catalogue.yaml') }],
      standards,
    );
    expect(catalogue.sites).toHaveLength(1);
    const mappings = readMappings(path.join(ROOT, 'fixtures/compose/mappings')).map(({ id }) => id);
    checkConnections({ name: 'connections.yaml', text: read('fixtures/compose/connections.yaml') }, [
      'hj212',
      ...mappings,
    ]);
    const command = compose.services.fluewatch!.command!.join(' ');
    for (const file of ['catalogue', 'connections']) expect(command).toContain(`--${file}=/etc/fluewatch/${file}.yaml`);
  });

  it('connects to services that it starts, and makes the topics that are read and written', () => {
    vi.stubEnv('INFLUX_TOKEN', 'token');
    const { inputs, outputs } = inConnections();
    const hosts = [...inputs, ...outputs].flatMap(({ url, brokers = [] }) => [
      ...(url ? [new URL(url).hostname] : []),
      ...brokers.map((broker) => broker.split(':')[0]!),
    ]);
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(hosts));
    const made = /for topic in (.*); do/.exec(read('fixtures/compose/topics.sh'))![1]!.split(' ');
    const named = inputs.flatMap(({ topics = [], deadLetters }) => [
      ...topics.map(({ topic }) => topic),
      ...(deadLetters ? [deadLetters] : []),
    ]);
    expect(made.sort()).toEqual([...named, 'fluewatch.alerts', 'fluewatch.leads'].sort());
    expect(read('fixtures/compose/grafana/datasources.yaml')).toContain('dbName: fluewatch');
  });
});

describe('the Dockerfile', () => {
  it('has the Node that the project is made for, and copies what is there', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    const [major] = devDependencies.node.split('.');
    for (const [, tag] of dockerfile.matchAll(/^FROM node:(\d+)/gm)) expect(tag).toBe(major);
    const kept = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? line.slice(1) : []));
    for (const [, from] of dockerfile.matchAll(/^COPY ((?!--)(?:[\w./-]+ )+)\S+$/gm)) {
      for (const file of from!.trim().split(' ')) {
        if (file === '.') continue;
        expect(existsSync(path.join(ROOT, file)), file).toBe(true);
        expect(kept, file).toContain(file);
      }
    }
  });
});

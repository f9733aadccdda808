import { existsSync, readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { TextFile } from '../catalogue/load.ts';
import { ConfigError, problemText } from '../config/strict-yaml.ts';
import type { Mapping } from '../ingest/codecs/mapped/mapping.ts';
import { OWN_MAPPINGS } from '../ingest/codecs/mapped/readings.ts';
import { FRAMES } from '../ingest/mapped-door.ts';
import { checkConnections } from './connections.ts';
import { readMappings } from './mappings.ts';

export interface LiveMappingsGround {
  /** absent: none but those that every installation has */
  folder: string | undefined;
  /** as it was read at the start; what it names must be there */
  connections: TextFile | undefined;
  log: Logger;
}

/**
 * The mappings in force. All files are read before anything is swapped; where one is wrong, or one that an input names is
 * missing, those in force stay and the log says why.
 */
export class LiveMappings {
  readonly #ground: LiveMappingsGround;
  #mappings: readonly Mapping[];
  /** called with mappings that came into force */
  changed: (mappings: readonly Mapping[]) => void = () => {};
  /** of what was told last: it is not told again and again */
  #told = '';
  #restartTold = '';

  /** @throws ConfigError with everything that is wrong */
  constructor(ground: LiveMappingsGround) {
    this.#ground = ground;
    this.#mappings = this.#read();
  }

  get all(): readonly Mapping[] {
    return this.#mappings;
  }

  /** Ids that a message may name. */
  get ids(): string[] {
    return idsOf(this.#mappings);
  }

  /** Files may have changed. */
  look(): void {
    const { log } = this.#ground;
    this.#sayRestart();
    try {
      const mappings = this.#read();
      this.#told = '';
      if (hashes(mappings) === hashes(this.#mappings)) return;
      this.#mappings = mappings;
      this.changed(mappings);
      log.info({ mappings: mappings.map(({ id }) => id) }, 'these mappings are in force');
    } catch (error) {
      const problems = error instanceof ConfigError ? error.problems.map((p) => problemText(p, 'en')) : [String(error)];
      if (problems.join() === this.#told) return;
      this.#told = problems.join();
      log.warn({ problems }, 'mapping files are refused; those in force stay');
    }
  }

  #read(): Mapping[] {
    const { folder, connections } = this.#ground;
    const mappings = folder === undefined ? [...OWN_MAPPINGS] : readMappings(folder);
    if (connections) checkConnections(connections, idsOf(mappings));
    return mappings;
  }

  /** Connections are open as they were at the start: to close and open them anew is for people to decide. */
  #sayRestart(): void {
    const { connections, log } = this.#ground;
    if (!connections || !existsSync(connections.name)) return;
    const now = readFileSync(connections.name, 'utf8');
    if (now === connections.text || now === this.#restartTold) return;
    this.#restartTold = now;
    log.warn({ file: connections.name }, 'connections were edited: restart to put them in force');
  }
}

const idsOf = (mappings: readonly Mapping[]) => [FRAMES, ...mappings.map(({ id }) => id)];
const hashes = (mappings: readonly Mapping[]) => mappings.map(({ hash }) => hash).join();

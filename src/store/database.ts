import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Tables } from './tables.ts';

/** Builds queries; it never runs any. Another dialect here and another runner below, and the queries stay. */
export const queriesOver = <T>() =>
  new Kysely<T>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });

/** Builds queries over the views. */
export const query = queriesOver<Tables>();

/** A value that is filled in when a prepared query runs. */
class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

type Slots<P> = { readonly [K in keyof P]: P[K] };

/** A query built and prepared once and run often: building one costs far more than running it. */
export interface Prepared<P, R> {
  run(params: P): void;
  get(params: P): R | undefined;
  all(params: P): R[];
}

/** Statements kept ready. Queries that people compose come in endless shapes, so the oldest go. */
const KEPT_STATEMENTS = 256;

/** The file system took nothing: the disk is full or fails. What was to be written was not, and may be tried again. */
export class StoreRefused extends Error {
  constructor(path: string, cause: Error) {
    super(`${path}: ${cause.message}`, { cause });
    this.name = 'StoreRefused';
  }
}

/** Result codes (sqlite.org/rescode.html) that are the disk's: IOERR, FULL, CANTOPEN. */
const OF_THE_DISK = new Set([10, 13, 14]);

const isOfTheDisk = (error: unknown): error is Error =>
  OF_THE_DISK.has(((error as { errcode?: number }).errcode ?? 0) & 0xff);

/** Runs kysely's queries on node:sqlite: synchronously, with statements prepared once. */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  all<R>(built: Compilable<R>): R[] {
    const { sql, parameters } = built.compile();
    return this.#statement(sql).all(...values(parameters)) as R[];
  }

  get<R>(built: Compilable<R>): R | undefined {
    const { sql, parameters } = built.compile();
    return this.#statement(sql).get(...values(parameters)) as R | undefined;
  }

  run(built: Compilable): void {
    const { sql, parameters } = built.compile();
    this.#statement(sql).run(...values(parameters));
  }

  /** Rows one by one, for what may not fit into memory. */
  *each<R>(built: Compilable<R>): Generator<R> {
    const { sql, parameters } = built.compile();
    yield* this.#db.prepare(sql).iterate(...values(parameters)) as Iterable<R>;
  }

  prepare<P, R = unknown>(build: (slots: Slots<P>) => Compilable<R>): Prepared<P, R> {
    const slots = new Proxy({}, { get: (_, name) => new Slot(String(name)) }) as Slots<P>;
    const { sql, parameters }: CompiledQuery = build(slots).compile();
    const statement = this.#db.prepare(sql);
    const filled = (params: P) =>
      parameters.map((p) => (p instanceof Slot ? params[p.name as keyof P] : p)) as SQLInputValue[];
    return {
      run: (params) => void statement.run(...filled(params)),
      get: (params) => statement.get(...filled(params)) as R | undefined,
      all: (params) => statement.all(...filled(params)) as R[],
    };
  }

  /** All of it or, where `work` throws, nothing. Throws {@link StoreRefused} where the disk takes nothing. */
  transaction<T>(work: () => T): T {
    try {
      this.#db.exec('begin immediate');
      const result = work();
      this.#db.exec('commit');
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('rollback');
      throw isOfTheDisk(error) ? new StoreRefused(this.#db.location() ?? '', error) : error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #statement(sql: string): StatementSync {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    if (this.#statements.size >= KEPT_STATEMENTS) this.#statements.delete(this.#statements.keys().next().value!);
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];

/**
 * For the one writer. `synchronous = NORMAL`: a power cut may take back the last commits, together with the position
 * that they reached, and the journal says them again. What was committed is moved from the write-ahead log to its place,
 * which waits for the disk, once 64 MiB of it have come together: a large commit would wait every time.
 */
export function openForWriting(path: string): Database {
  const db = new DatabaseSync(path, { timeout: 5000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -65536');
  db.exec(`pragma wal_autocheckpoint = ${2 ** 26 / 4096}`);
  return new Database(db);
}

/** For a reader that must see one and the same moment in everything that it reads. */
export function openSnapshot(path: string): Database {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  db.exec('begin');
  return new Database(db);
}

/** For any number of readers; the file must have been written once. */
export function openForReading(path: string): Database {
  return new Database(new DatabaseSync(path, { readOnly: true, timeout: 5000 }));
}

import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Published, RuleDraft, RulesState } from '../api/ports.ts';
import type { Problem } from '../config/strict-yaml.ts';
import type { RuleTexts } from '../model/rule-edit.ts';
import { versionOf } from '../model/rule-edit.ts';
import type { StoreReader } from '../store/reader.ts';
import { type RulesCommand, rulesCommand } from './command.ts';
import { isInForce, readTexts, shownFolder } from './rule-folder.ts';
import type { ShardClient } from './shard-client.ts';

/** A new rule that nobody gave a place lies here inside the rules folder. */
const OWN = 'local';

/** A folder is read again until two readings so far apart agree: nobody is in the middle of saving. */
const AGREE_MS = 30;

interface Parts {
  /** rules folder */
  folder: string;
  shard: ShardClient;
  views: StoreReader;
  /** journals a command; resolves when the store contains what follows from it */
  put(command: RulesCommand): Promise<void>;
  /** the state is another */
  changed(): void;
}

/**
 * The rules in force and how they change: somebody edits files of the folder, or publishes through the API. Either way
 * all files are checked together, and then swapped together by one journaled command; what is wrong is refused whole
 * and the last good version stays in force. One change at a time.
 */
export class LiveRules {
  readonly #parts: Parts;
  #problems: readonly Problem[] = [];
  #refused: RuleTexts | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws where no rules were ever put in force */
  get state(): RulesState {
    const { edit, at, by, reason } = this.#parts.views.editInForce()!;
    return { edit, at, by, reason, folder: shownFolder(this.#parts.folder), problems: this.#problems };
  }

  /** Reads the folder, and puts in force what is in it where it differs. */
  look(): Promise<void> {
    return this.#inTurn(() => this.#look());
  }

  /** What is wrong with a draft. */
  check({ rule, yaml }: RuleDraft): Promise<readonly Problem[]> {
    const file = this.#fileOf(rule);
    return this.#problemsOf(new Map([...this.#inForce(), [file, yaml]]), { rule, file });
  }

  /** @param seen version that the author saw; null: there was none */
  publish({ rule, yaml }: RuleDraft, seen: string | null, by: string, reason: string): Promise<Published> {
    return this.#change(rule, seen, async (file, texts) => {
      const next = new Map([...texts, [file, yaml]]);
      const problems = await this.#problemsOf(next, { rule, file });
      if (problems.length > 0) return { kind: 'refused', problems };
      return this.#written(next, by, reason, async () => {
        const place = path.join(this.#parts.folder, file);
        await mkdir(path.dirname(place), { recursive: true });
        await writeFileAtomic(place, yaml);
      });
    });
  }

  /** Ends a rule: its file goes, its alerts are withdrawn, its versions stay readable. */
  retire(rule: string, seen: string, by: string, reason: string): Promise<Published> {
    return this.#change(rule, seen, async (file, texts) => {
      const next = new Map(texts);
      next.delete(file);
      const problems = await this.#problemsOf(next);
      if (problems.length > 0) return { kind: 'refused', problems };
      return this.#written(next, by, reason, () => rm(path.join(this.#parts.folder, file), { force: true }));
    });
  }

  async #look(): Promise<void> {
    const texts = await this.#settledFolder();
    if (sameTexts(texts, this.#inForce())) return this.#refuse(undefined, []);
    if (this.#refused && sameTexts(texts, this.#refused)) return;
    const problems = await this.#problemsOf(texts);
    if (problems.length > 0) return this.#refuse(texts, problems);
    await this.#putInForce(texts, null, null);
    this.#refuse(undefined, []);
  }

  #change(
    rule: string,
    seen: string | null,
    act: (file: string, texts: RuleTexts) => Promise<Published>,
  ): Promise<Published> {
    return this.#inTurn(async () => {
      // What was edited in the folder a moment ago counts as seen by nobody yet.
      await this.#look();
      const standing = this.#standing(rule);
      const version = standing === undefined ? null : versionOf(standing.hash!);
      if (version !== seen) return { kind: 'stale', version };
      return act(this.#fileOf(rule), this.#inForce());
    });
  }

  /** The file first: a stop between the two then only looks like an edit of the file. */
  async #written(texts: RuleTexts, by: string, reason: string, write: () => Promise<void>): Promise<Published> {
    try {
      await write();
    } catch (error) {
      return { kind: 'not-written', why: (error as Error).message };
    }
    await this.#putInForce(texts, by, reason);
    return { kind: 'published' };
  }

  async #putInForce(texts: RuleTexts, by: string | null, reason: string | null): Promise<void> {
    const { views, put, changed } = this.#parts;
    await put(rulesCommand(texts, { by, reason }, (hash) => views.text(hash) !== undefined));
    changed();
  }

  #refuse(texts: RuleTexts | undefined, problems: readonly Problem[]): void {
    const other = problems.length > 0 || this.#problems.length > 0;
    this.#refused = texts;
    this.#problems = problems;
    if (other) this.#parts.changed();
  }

  #problemsOf(texts: RuleTexts, draft?: { rule: string; file: string }): Promise<readonly Problem[]> {
    return this.#parts.shard.ask('ruleProblems', { texts, folder: shownFolder(this.#parts.folder), draft });
  }

  #inForce(): RuleTexts {
    return this.#parts.views.rulesInForce() ?? new Map();
  }

  /** The version of a rule that is in force. */
  #standing(rule: string) {
    const last = this.#parts.views.ruleVersions(rule)[0];
    return last?.hash === null ? undefined : last;
  }

  #fileOf(rule: string): string {
    return this.#parts.views.ruleVersions(rule)[0]?.file ?? `${OWN}/${rule}.yaml`;
  }

  /** What the folder says is looked for, read twice alike; a file that cannot be read is as if it were empty. */
  async #settledFolder(): Promise<RuleTexts> {
    let before = this.#folder();
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, AGREE_MS));
      const now = this.#folder();
      if (sameTexts(before, now)) return now;
      before = now;
    }
  }

  #folder(): RuleTexts {
    return new Map([...readTexts(this.#parts.folder)].filter(([name]) => isInForce(name)));
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {});
    return done;
  }
}

const sameTexts = (a: RuleTexts, b: RuleTexts) =>
  a.size === b.size && [...a].every(([file, text]) => b.get(file) === text);

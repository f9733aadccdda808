import type { DaySpan } from '../model/beijing.ts';

/** Summaries that no window asked for during so many days are let go: no rule looks back at them any more. */
const UNASKED_DAYS = 3;

interface Profile {
  value: unknown;
  /** day on which a window asked for it last */
  askedOn: number;
}

/** One name for all outlets and days, where each would keep a copy of its own: there are as many as rules and factors make. */
const names = new Map<string, string>();

function nameOf(key: string): string {
  const known = names.get(key);
  if (known === undefined) names.set(key, key);
  return known ?? key;
}

/**
 * Small summaries of an outlet's days (档案), each worked out once and kept until anything of its day changes, so that a
 * rule with a long memory need not open old pages again.
 */
export class Profiles {
  readonly #days = new Map<number, Map<string, Profile>>();
  #restedOn = Number.NEGATIVE_INFINITY;

  has(day: number): boolean {
    return this.#days.has(day);
  }

  /** @param today day up to which windows are over */
  get<T>(day: number, key: string, today: number, derive: () => T): T {
    let profiles = this.#days.get(day);
    if (!profiles) {
      profiles = new Map();
      this.#days.set(day, profiles);
    }
    let profile = profiles.get(key);
    if (!profile) {
      profile = { value: derive(), askedOn: today };
      profiles.set(nameOf(key), profile);
    }
    profile.askedOn = today;
    return profile.value as T;
  }

  /** Something of a day changed. */
  forgetDay(day: number): void {
    this.#days.delete(day);
  }

  /** Something of these days changed. */
  forget({ from, to }: DaySpan): void {
    for (const day of this.#days.keys()) if (day >= from && day < to) this.#days.delete(day);
  }

  clear(): void {
    this.#days.clear();
  }

  /** Lets go of what is not asked for any more. @param today day up to which windows are over */
  rest(today: number): void {
    if (today === this.#restedOn) return;
    this.#restedOn = today;
    for (const [day, profiles] of this.#days) {
      for (const [key, { askedOn }] of profiles) if (askedOn < today - UNASKED_DAYS) profiles.delete(key);
      if (profiles.size === 0) this.#days.delete(day);
    }
  }
}

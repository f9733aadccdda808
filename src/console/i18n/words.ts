import type { zh } from './zh.ts';

type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };

/** The keys that every language must have. */
export type Words = Same<typeof zh>;

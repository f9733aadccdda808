import { z } from 'zod';

const share = z.number().min(0).max(1);
const positive = z.number().positive();

/** Of every exact test: coincidences a month, by its model of chance, that are worth a look. */
const exact = { perMonth: positive };

/** `rules/screen.yaml`: every number that decides what `screen` says. */
export const screenConfig = z.strictObject({
  /** what is needed before anything is said, in units (four hours, at least 24 samples), and the trusted beginning */
  past: z.strictObject({ leastUnits: z.number().positive(), trustedShare: share, trustedUnits: z.number().positive() }),
  /** lowest score that is told */
  least: share,
  /** score from which a stretch no longer teaches what is usual */
  distrust: share,
  /** how far the models of chance are believed */
  root: positive,
  constant: z.strictObject({ ...exact, fewest: z.int().min(3) }),
  rounding: z.strictObject({ ...exact, fewest: z.int().min(3) }),
  replay: z.strictObject(exact),
  crossCopy: z.strictObject({ ...exact, lineShare: share }),
  gapPeak: z.strictObject({ ...exact, fewest: z.int().min(2) }),
  extraDigits: z.strictObject({ ...exact, fewest: z.int().min(2) }),
  betweenSteps: z.strictObject({ ...exact, fewest: z.int().min(2) }),
  straight: z.strictObject({ ...exact, fewest: z.int().min(2) }),
  meanMismatch: z.strictObject({ tolerance: share, complete: share, one: share, further: share }),
  /** log-odds of the learned judge that are worth a look, and what each e-fold of looks an hour and of days adds to that */
  profile: z.strictObject({ worth: z.number(), looks: z.number().min(0), days: z.number().min(0) }),
});

export type ScreenConfig = z.output<typeof screenConfig>;

const trees = z.strictObject({
  bias: z.number(),
  depth: z.int(),
  trees: z.array(z.strictObject({ f: z.array(z.int()), t: z.array(z.number()), v: z.array(z.number()) })),
});

/** `rules/screen-trees.json`: what `bench/quality/learn.ts` learned; `features` names the columns it was learned on. */
export const screenTrees = z.strictObject({
  features: z.array(z.string()),
  falsified: trees,
  kinds: z.record(z.string(), trees),
});

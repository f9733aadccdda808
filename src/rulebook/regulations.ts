import { z } from 'zod';

const bothLanguages = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** `rules/regulations.yaml`: everything that the law, a standard or experience asks the rules to look for. */
export const regulationsSchema = z.strictObject({
  regulations: z.array(
    z.strictObject({
      id: z.string().regex(/^[A-Z]+-?\d{2}$/, 'an id like WTE-01 or F22'),
      title: bothLanguages,
    }),
  ),
});
export type Regulation = z.output<typeof regulationsSchema>['regulations'][number];

import { z } from 'zod';

/** `report:` of `connections.yaml`: what a report sent upward says about its maker. */
export const reportSchema = z
  .strictObject({
    issuer: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('编制单位；不写则留空手填 / who makes it; left to be filled in by hand where not given'),
  })
  .prefault({})
  .describe('日报与月报 / daily and monthly reports');
export type ReportSettings = z.output<typeof reportSchema>;

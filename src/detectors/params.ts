import { z } from 'zod';

/** Parameters that several detectors share. */

/** Validity of means: HJ 75-2017, HJ 76-2017 App. B. */
export const validity = {
  minMinutes: z.number().int().min(1).max(60).describe('minutes an hour needs'),
  minHours: z.number().min(1).max(24).describe('valid hours a day needs, scaled to the hours outside 停运'),
};

export const factors = z.array(z.string()).min(1).describe('factor codes');

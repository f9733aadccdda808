import { z } from 'zod';

/** Parameters that several detectors share. */

/** Validity of means: HJ 75-2017, HJ 76-2017 App. B. */
export const validity = {
  minMinutes: z.number().int().min(1).max(60).describe('minutes an hour needs'),
  minHours: z.number().min(1).max(24).describe('valid hours a day needs, scaled to the hours outside 停运'),
};

export const factors = z.array(z.string()).min(1).describe('factor codes');

/** Validity of waste-water readings: HJ 356-2019. */
export const waterValidity = {
  minMinutes: z.number().int().min(1).max(60).describe('minutes an hour needs; an hourly reading speaks for all 60'),
  minShare: z.number().min(0).max(1).describe('share of the hours with discharge that a day needs valid'),
};

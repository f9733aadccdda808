import { z } from 'zod';

/** A time of day, as minutes since midnight. */
export const clockSchema = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { message: '应为 HH:MM / expected HH:MM' })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

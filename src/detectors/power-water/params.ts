import { z } from 'zod';
import { FILING_KINDS, type FilingKind } from '../../model/filing.ts';
import { MARK_KINDS, type MarkKind } from '../../model/mark.ts';

/** Parameters that several detectors of this family share. */

export const excusedBy = z
  .array(z.enum(Object.keys(FILING_KINDS) as [FilingKind, ...FilingKind[]]))
  .default([])
  .describe('kinds of filings that explain it');

export const exceptUnder = z
  .array(z.enum(Object.keys(MARK_KINDS) as [MarkKind, ...MarkKind[]]))
  .default([])
  .describe('marks under which it is not looked for');

export const sustained = z.number().int().min(1).max(1440).describe('minutes without a break from which on it is told');

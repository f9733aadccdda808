import { z } from 'zod';
import { FILING_KINDS, type FilingKind } from '../../model/filing.ts';
import { MARK_KINDS, type MarkKind } from '../../model/mark.ts';

/** Parameters that several detectors of this family share. */

export const excusedBy = z
  .array(z.enum(Object.keys(FILING_KINDS) as [FilingKind, ...FilingKind[]]))
  .default([])
  .describe('能说明原因的备案种类 / kinds of filings that explain it');

export const exceptUnder = z
  .array(z.enum(Object.keys(MARK_KINDS) as [MarkKind, ...MarkKind[]]))
  .default([])
  .describe('有这些标记时不判断 / marks under which it is not looked for');

export const sustained = z
  .number()
  .int()
  .min(1)
  .max(1440)
  .describe('连续达到此分钟数才报 / minutes without a break from which on it is told');

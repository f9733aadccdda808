import { z } from 'zod';
import { MARK_KINDS, type MarkKind } from '../model/mark.ts';

/**
 * Parameters that several detectors share. A figure that decides whether or how surely something is said is a parameter
 * of the rule, never a constant or a default of a detector. What stays in code: how a day is cut, how far back a detector looks
 * (it says how far dirt spreads), how finely a search steps, and the half that a median or a majority needs, since of
 * fewer the missing ones would decide.
 */

/** Validity of means: HJ 75-2017, HJ 76-2017 App. B. */
export const validity = {
  minMinutes: z
    .number()
    .int()
    .min(1)
    .max(60)
    .describe('一个有效小时需要的有效分钟数 / usable minutes that a valid hour needs'),
  minHours: z
    .number()
    .min(1)
    .max(24)
    .describe(
      '一个有效日需要的有效小时数，按停运以外的小时折算 / valid hours that a valid day needs, scaled to the hours outside 停运',
    ),
};

export const markKind = z.enum(Object.keys(MARK_KINDS) as [MarkKind, ...MarkKind[]]);

export const markKinds = z.array(markKind).min(1).describe('标记种类的编号 / kinds of marks, by their ids');

/** Beyond some distance the steps between samples no longer say how a signal moves. */
export const coarsest = z
  .number()
  .int()
  .min(1)
  .max(60)
  .describe('样本间隔超过此分钟数则不判断 / samples further apart than so many minutes are not looked at');

/** @param fewest days that can tell, @param most days that the detector looks back at all */
export const historyDays = (fewest: number, most: number) =>
  z.number().int().min(fewest).max(most).describe('用以了解平常情况的此前天数 / days before that show what is usual');

export const factors = z.array(z.string()).min(1).describe('因子编码 / factor codes');

/** Validity of waste-water readings: HJ 356-2019. */
export const waterReading = {
  minMinutes: z
    .number()
    .int()
    .min(1)
    .max(60)
    .describe(
      '一个有效小时需要的分钟数；小时数据按 60 分钟计 / minutes that an hour needs; an hourly reading speaks for all 60',
    ),
};
export const waterValidity = {
  ...waterReading,
  minShare: z
    .number()
    .min(0)
    .max(1)
    .describe('排水小时中有效小时应占的比例 / share of the hours with discharge that a day needs valid'),
};

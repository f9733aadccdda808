import { z } from 'zod';
import { GRAINS, STATS } from '../../../model/channel.ts';

/** How times are written. */
export const TIME_FORMS = ['beijing', 'utc', 's', 'ms'] as const;
export type TimeForm = (typeof TIME_FORMS)[number];

export const FORMATS = ['json', 'ndjson', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

const path = z.string().min(1);

/** A word that is meant as it stands, or one that the record gives, perhaps by another name. */
const wordOf = <V extends z.ZodType, N extends z.ZodType>(fixed: V, names: N) =>
  z.union([
    z.strictObject({
      path: path.describe('取值路径 / where it stands'),
      names: z.record(z.string(), names).optional().describe('对方的叫法 → 本系统的叫法 / their word → ours'),
    }),
    fixed,
  ]);

const scale = z
  .number()
  .refine((times) => times !== 0 && Number.isFinite(times), { message: '不能为 0 / must not be 0' })
  .describe(
    '倍率：数值先乘以它，再加 offset，再换算单位，如寄存器 ×0.1、电流互感器变比 / what a value is multiplied by before offset and unit: a register in tenths, the ratio of a transformer',
  );
const offset = z
  .number()
  .describe('倍率之后加上的值，用对方的单位 / what is added after scale, in the unit in which it is sent');

const factorName = z.union([
  z.string().min(1),
  z.strictObject({
    factor: z.string().min(1).describe('因子编码 / factor code'),
    unit: z.string().min(1).optional().describe('对方所用的单位 / the unit in which it is sent'),
    scale: scale.optional(),
    offset: offset.optional(),
  }),
]);

const grain = wordOf(z.enum(GRAINS), z.enum(GRAINS)).describe(`数据粒度 / grain: ${GRAINS.join(', ')}`);
const stat = wordOf(z.enum(STATS), z.enum(STATS)).describe(`统计量 / statistic: ${STATS.join(', ')}`);
const unit = wordOf(z.string().min(1), z.string().min(1)).describe(
  '对方所用的单位，换算为因子的常用单位；不写则数值原样采用 / the unit in which it is sent, turned into the usual one of the factor; without it values are taken as they are',
);
const flag = z
  .strictObject({
    path: path.describe('取值路径 / where it stands'),
    names: z
      .record(z.string(), z.string())
      .optional()
      .describe('对方的标记 → N、F、M、D、C、T、B … / their mark → ours'),
  })
  .describe('数据标记；不写为未标记 / data mark; unmarked where not given');

/** A mapping: how records of another system become readings. */
export const mappingSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, '小写字母、数字、“_”“.”“-” / lower-case letters, digits, "_", "." and "-"')
    .refine((id) => id !== 'hj212', 'hj212 是保留的编号 / hj212 is reserved for frames')
    .describe('编号 / id'),
  format: z.enum(FORMATS).describe('报文格式 / form of the message'),
  columns: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('CSV 没有表头时的列名 / names of the columns of a CSV without a header line'),
  records: path.default('$').describe('记录所在：一个列表，或一条记录 / where the records are: a list, or one record'),
  sender: wordOf(z.string().min(1), z.string().min(1)).describe(
    '谁上报：设备 MN，或排放口编号 / who reports: the MN of a device, or the id of an outlet',
  ),
  time: z
    .strictObject({
      path: path.describe('取值路径 / where it stands'),
      form: z
        .enum(TIME_FORMS)
        .default('beijing')
        .describe(
          '写法：beijing、utc（文本；自带时区则从其时区）、s、ms（Unix 时间） / how it is written: as text in Beijing time or UTC (a zone of its own is followed), or Unix time',
        ),
      label: z
        .enum(['start', 'end'])
        .default('start')
        .describe('时段数据标的是开始还是结束 / whether a period is named by its start or its end'),
    })
    .describe('时间 / time'),
  grain,
  stat,
  unit: unit.optional(),
  flag: flag.optional(),
  values: z
    .array(
      z.strictObject({
        path: path.describe('数值所在 / where the value stands'),
        factor: wordOf(z.string().min(1), factorName).describe('监测因子编码 / factor code'),
        grain: grain.optional(),
        stat: stat.optional(),
        unit: unit.optional(),
        scale: scale.optional(),
        offset: offset.optional(),
        flag: flag.optional(),
      }),
    )
    .min(1)
    .describe(
      '一条记录里的数值：一个（长表）或多个（宽表） / values of a record: one (long form) or several (wide form)',
    ),
});

export type MappingFile = z.output<typeof mappingSchema>;
export type Word = z.output<typeof unit>;
export type FactorWord = MappingFile['values'][number]['factor'];
export type NamedFactor = z.output<typeof factorName>;

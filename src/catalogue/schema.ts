import { z } from 'zod';
import { refuse } from '../config/strict-yaml.ts';
import { dayOf, parseTime } from '../model/beijing.ts';
import { CAMERA_VIEWS } from '../model/camera.ts';
import { FILING_KINDS, type FilingKind } from '../model/filing.ts';
import { EXEMPTIONS, type Exemption, ORDER_KINDS, type OrderKind } from '../model/order.ts';
import { INDUSTRIES, LIMIT_BASES, MEDIA } from '../model/outlet.ts';

/** The catalogue and limit tables as written: YAML of contract §2. Everything else about them is in `load.ts`. */

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, '只用字母、数字、“_”“.”和“-” / letters, digits, "_", "." and "-" only');
export const textSchema = z.union([
  z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  z
    .string()
    .min(1)
    .transform((name) => ({ zh: name, en: name })),
]);

const example = (text: string) => z.string().meta({ examples: [text] });

/** `2026-03-01` → day number */
export const daySchema = example('2026-03-01').transform((text, context) => {
  const at = parseTime(text);
  if (!Number.isNaN(at)) return dayOf(at);
  return refuse(context, { zh: `“${text}”不是日期，应写作 2026-03-01`, en: `"${text}" is not a date like 2026-03-01` });
});

/** `2026-03-01` or `2026-03-01 08:00` → epoch ms */
const momentSchema = example('2026-03-01 08:00').transform((text, context) => {
  const at = parseTime(text);
  if (!Number.isNaN(at)) return at;
  return refuse(context, {
    zh: `“${text}”不是时间，应写作 2026-03-01 08:00`,
    en: `"${text}" is not a time like 2026-03-01 08:00`,
  });
});

export const limitSchema = z.strictObject({
  factor: z.string().describe('因子编码 / factor code'),
  basis: z.enum(LIMIT_BASES).describe('平均时段 / averaging period'),
  value: z.number().describe('限值；范围型限值的上限 / the limit; the upper end of a range'),
  unit: z.string().describe('单位，应为该因子的常用单位 / unit, the usual one of the factor'),
  source: z
    .string()
    .default('permit')
    .describe(
      '来源：permit、local 等；各来源取最严 / where it comes from: permit, local …; of all sources the strictest binds',
    ),
  from: daySchema
    .optional()
    .describe('自此日起有效，同一来源取最近的一行 / first day on which it binds; of one source the latest row binds'),
  to: daySchema.optional().describe('自此日起不再有效 / first day on which it no longer binds'),
  clause: z
    .string()
    .optional()
    .describe('出处：条款或许可证编号 / where it is written: clause or number of the permit'),
  min: z.number().optional().describe('范围型限值的下限（如 pH） / lower end of a range (pH)'),
  when: z
    .strictObject({
      factor: z.string().describe('因子 / factor'),
      atMost: z.number().describe('当日均值不高于 / its mean of the day is at most'),
    })
    .optional()
    .describe(
      '某因子当日均值不高于此值时，取代同一来源的其他行 / takes the place of the other rows of its source on days on which a factor’s mean is at most this much',
    ),
});

export const channelSchema = z.strictObject({
  resolution: z.number().positive().optional().describe('上报的最小变化 / smallest step that is reported'),
  detectionLimit: z.number().nonnegative().optional().describe('检出限 / detection limit'),
  range: z.tuple([z.number(), z.number()]).optional().describe('量程 / range of the instrument'),
  spanGas: z
    .number()
    .positive()
    .optional()
    .describe('量程校准的标气浓度或标准值 / concentration of the gas, or value of the reference, of its span check'),
  unit: z
    .string()
    .optional()
    .describe('设备上报所用单位，换算为常用单位后判断 / unit in which it is sent; judged in the usual one'),
});

const deviceSchema = z.strictObject({
  mn: z
    .string()
    .regex(
      /^[0-9A-Za-z_-]{1,32}$/,
      'MN 为 1 至 32 位字母、数字、“_”或“-” / an MN is 1 to 32 letters, digits, "_" or "-"',
    )
    .describe('数采仪编号 MN / MN of the data logger'),
  password: z.string().optional().describe('通讯密码 / password of its frames'),
  acceptModbusCrc: z.boolean().optional().describe('接受字节序相反的校验 / accepts the checksum with swapped bytes'),
  sm4Keys: z
    .array(z.string().regex(/^[0-9A-Fa-f]{32}$/, '密钥为 32 位十六进制数 / a key is 32 hex digits'))
    .optional()
    .describe('SM4 密钥（十六进制） / SM4 keys, hexadecimal'),
});

const outletSchema = z.strictObject({
  id: id.describe('排放口编号，全名录唯一 / id of the outlet, unique in the catalogue'),
  name: textSchema.optional().describe('名称 / name'),
  medium: z.enum(MEDIA).describe('介质：烟气、废水、用电、用水 / what it discharges or measures'),
  furnace: z.number().int().positive().optional().describe('炉号 / number of the furnace'),
  devices: z.array(deviceSchema).default([]).describe('上报的数采仪 / loggers that report it'),
  standard: z.string().optional().describe('限值表，rules/standards 中的编号 / limit table: an id of rules/standards'),
  limits: z.array(limitSchema).default([]).describe('许可证或地方限值 / limits of the permit or of a local standard'),
  o2Reference: z
    .number()
    .min(0)
    .max(20.9)
    .optional()
    .describe('基准含氧量，%；不写则取限值表的 / reference oxygen, %; the one of the table where not given'),
  channels: z
    .record(z.string(), channelSchema)
    .default({})
    .describe('各因子的仪器参数 / what is known of the instrument of each factor'),
  meter: z
    .strictObject({
      role: z.enum(['production', 'treatment']).describe('测的是生产还是治理 / measures production or treatment'),
      ratedKw: z.number().positive().optional().describe('额定功率 kW / rated power, kW'),
      noLoadKw: z.number().positive().optional().describe('空载功率 kW / power without load, kW'),
      ratedA: z.number().positive().optional().describe('额定电流 A / current at rated power, A'),
      safetyKw: z
        .number()
        .positive()
        .optional()
        .describe('停产后仍需的安全用电 kW / load that stays on for safety while stopped, kW'),
      interlocked: z.boolean().optional().describe('与生产联锁 / interlocked with production'),
      variableFrequency: z.boolean().optional().describe('变频设备 / driven at variable frequency'),
      serves: z
        .array(z.string())
        .default([])
        .describe('为哪些排放口计量；不写为全部 / outlets it measures for; all where none is named'),
    })
    .optional()
    .describe('电表、水表 / what it measures, where it is a meter'),
  commissioned: daySchema.optional().describe('投运日期 / day of commissioning'),
  tags: z
    .array(z.string())
    .default([])
    .describe('标签，规则的 scope.tags 据此选取 / free words that scope.tags of a rule selects by'),
});

const keysOf = <K extends string>(words: Record<K, unknown>) => Object.keys(words) as [K, ...K[]];

/** Orders and filings are written alike wherever they stand; `moment` says how a time is written there. */
export const orderShape = <M extends z.ZodType>(moment: M) => ({
  id: z.string().min(1).describe('文书编号 / number of the document'),
  kind: z.enum(keysOf<OrderKind>(ORDER_KINDS)).describe('命令种类 / kind of order'),
  served: moment.describe('送达时间 / when it was served'),
  from: moment.optional().describe('开始；不写为送达时 / begin; when it was served, where not given'),
  to: moment.optional().describe('结束；除责令改正外必填 / end; required of every order but one to correct'),
  reduce: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe('应削减的正常生产百分比；100 为停产 / per cent of normal production that must cease; 100 = stop'),
  baselineKwh: z
    .number()
    .positive()
    .optional()
    .describe('正常生产一日的用电 kWh / energy of a normal day of production, kWh'),
  level: z.string().optional().describe('预警级别 / level of the warning'),
  measure: z.string().optional().describe('措施原文 / the measure in the words of the order'),
  rules: z.array(z.string()).min(1).optional().describe('与命令有关的规则 / rules that the order is about'),
  outlets: z
    .array(z.string())
    .default([])
    .describe('涉及的排放口；不写为全部 / outlets concerned; all of the site where none is named'),
});

export const filingShape = <M extends z.ZodType>(moment: M) => ({
  kind: z.enum(keysOf<FilingKind>(FILING_KINDS)).describe('备案种类 / kind of filing'),
  from: moment.describe('开始 / begin'),
  to: moment.describe('结束 / end'),
  outlets: z
    .array(z.string())
    .default([])
    .describe('涉及的排放口；不写为全部 / outlets concerned; all of the site where none is named'),
});

export const exemptionsSchema = z.array(z.enum(keysOf<Exemption>(EXEMPTIONS))).default([]);

const cameraSchema = z.strictObject({
  id: id.describe('摄像机编号，全名录唯一 / id of the camera, unique in the catalogue'),
  name: textSchema.optional().describe('名称 / name'),
  view: z.enum(CAMERA_VIEWS).default('other').describe('拍摄何处 / what it looks at'),
  channel: z
    .string()
    .min(1)
    .max(200)
    .describe(
      '视频平台上的通道，如 GB/T 28181 的 20 位编码 / its channel on the video platform, for instance the 20 digits of GB/T 28181',
    ),
  serves: z
    .array(z.string())
    .default([])
    .describe('与哪些排放口有关；不写为该单位全部 / outlets it can tell about; all of the site where none is named'),
});

const siteSchema = z.strictObject({
  id: id.describe('单位编号 / id of the site'),
  name: textSchema.describe('单位名称 / name'),
  region: z.string().default('').describe('行政区划代码 / administrative division code'),
  industry: z
    .string()
    .describe(
      `行业：${INDUSTRIES.join('、')}，或自拟的名称；规则的 scope.industry 据此选取 / industry: one of these, or a word of your own; scope.industry of a rule selects by it`,
    ),
  keyPolluter: z.boolean().default(false).describe('重点排污单位 / key polluter'),
  permitManagement: z
    .enum(['key', 'simplified', 'registered'])
    .default('registered')
    .describe('排污许可管理类别 / management class of the permit'),
  demonstration: z.boolean().default(false).describe('演示数据 / demonstration data'),
  exempt: exemptionsSchema.describe(
    '不执行减排和错峰的理由 / why reduction and staggered production do not bind this firm',
  ),
  orders: z
    .array(z.strictObject(orderShape(momentSchema)))
    .default([])
    .describe('对该单位的命令 / orders that bind it'),
  filings: z
    .array(z.strictObject(filingShape(momentSchema)))
    .default([])
    .describe('该单位的备案 / what it has filed'),
  tags: z
    .array(z.string())
    .default([])
    .describe('标签，规则的 scope.tags 据此选取 / free words that scope.tags of a rule selects by'),
  cameras: z.array(cameraSchema).default([]).describe('摄像机 / cameras'),
  outlets: z.array(outletSchema).default([]).describe('排放口和电表、水表 / its outlets and meters'),
});

export const catalogueSchema = z.strictObject({ sites: z.array(siteSchema).default([]).describe('单位 / sites') });
export type CatalogueFile = z.output<typeof catalogueSchema>;

/** `rules/standards/*.yaml`: a published limit table. `to` is the first day on which a row no longer holds. */
export const standardSchema = z.strictObject({
  id: id.describe('编号，名录的 standard 引用它 / id that the catalogue’s standard names'),
  title: textSchema.describe('标题 / title'),
  o2Reference: z.number().optional().describe('基准含氧量，% / reference oxygen, %'),
  note: z.string().optional().describe('说明，如数字是否核实 / note, for instance whether its figures were verified'),
  limits: z
    .array(
      limitSchema
        .omit({ source: true })
        .extend({ verified: z.boolean().default(false).describe('是否已对照原文 / whether it was read in the text') }),
    )
    .describe('各因子的限值 / limits of its factors'),
});
export type StandardFile = z.output<typeof standardSchema>;

import { z } from 'zod';
import { secretSchema } from '../../config/secret.ts';
import { outputSettings } from '../output-settings.ts';

export const MEANS = ['minute', 'hour', 'day'] as const;
export type Mean = (typeof MEANS)[number];

export const influxdbSettings = z.strictObject({
  ...outputSettings,
  kind: z.literal('influxdb'),
  url: z.url({ protocol: /^https?$/ }).describe('InfluxDB 2 地址 / address of InfluxDB 2'),
  org: z.string().min(1).describe('组织 / organisation'),
  bucket: z.string().min(1).describe('存储桶 / bucket'),
  token: secretSchema.optional().describe('有写权限的令牌 / a token that may write'),
  means: z.array(z.enum(MEANS)).min(1).default(['hour', 'day']).describe('写入哪些均值 / which means are written'),
});

export type InfluxdbSettings = z.output<typeof influxdbSettings>;

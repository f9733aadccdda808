import { z } from 'zod';
import { GRAINS, STATS } from '../../model/channel.ts';
import type * as views from '../../model/views/sites.ts';
import { Limit } from './limits.ts';
import { count, named, pageOf, Text, time } from './shape.ts';

export const OUTLET_STATES = ['normal', 'abnormal', 'exceeding', 'missing', 'stopped', 'unknown'] as const;

const Outlet = named<views.OutletView>(
  'Outlet',
  z.strictObject({
    id: z.string(),
    name: Text,
    medium: z.string(),
    furnace: z.number().nullable(),
    devices: z.array(z.string()),
    standard: z.string().nullable(),
    state: z.enum(OUTLET_STATES),
    lastData: time.nullable(),
    channels: z.array(
      z.strictObject({
        factor: z.string(),
        name: Text,
        unit: z.string().nullable(),
        grain: z.enum(GRAINS),
        stat: z.enum(STATS),
        last: z.strictObject({ at: time, value: z.number().nullable(), flag: z.string() }).nullable(),
      }),
    ),
    limits: z.array(Limit),
    quotas: z.array(
      z.strictObject({
        id: z.string(),
        name: Text,
        usedHours: z.number(),
        capHours: z.number(),
        period: z.string(),
      }),
    ),
  }),
);

const siteShape = {
  id: z.string(),
  name: Text,
  region: z.string(),
  industry: z.string(),
  state: z.enum(OUTLET_STATES),
  demonstration: z.boolean(),
  outlets: count,
  openAlerts: count,
  openLeads: count,
  lastData: time.nullable(),
};

const SiteSummary = named<views.SiteSummary>('SiteSummary', z.strictObject(siteShape));

export const Site = named<views.SiteView>('Site', z.strictObject({ ...siteShape, outletList: z.array(Outlet) }));

export const SitePage = pageOf('SitePage', SiteSummary);

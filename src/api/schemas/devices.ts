import { z } from 'zod';
import { ASK_KINDS, HISTORY_GRAINS, REQUEST_STATES } from '../../model/request.ts';
import type * as views from '../../model/views/devices.ts';
import { count, named, pageOf, Text, time } from './shape.ts';

const DeviceAsk = named<views.DeviceAskView>(
  'DeviceAsk',
  z.strictObject({
    kind: z.enum(ASK_KINDS),
    grain: z.enum(HISTORY_GRAINS).optional(),
    of: z.enum(['live', 'minute']).optional(),
    every: z.number().optional(),
    factor: z.string().optional(),
    info: z.string().optional(),
    from: time.optional(),
    to: time.optional(),
  }) as z.ZodType<views.DeviceAskView>,
);

export const RequestSchema = named<views.RequestView>(
  'DeviceRequest',
  z.strictObject({
    id: z.string(),
    mn: z.string(),
    ask: DeviceAsk,
    by: z.string(),
    reason: z.string(),
    at: time,
    state: z.enum(REQUEST_STATES),
    tries: count,
    frames: count,
    replies: z.array(z.string()),
    says: Text.nullable(),
    endedAt: time.nullable(),
  }),
);

export const Device = named<views.DeviceView>(
  'Device',
  z.strictObject({
    mn: z.string(),
    outlet: z.string().nullable(),
    state: z.enum(['online', 'silent', 'never', 'quarantined']),
    edition: z.enum(['2005', '2017', '2025']).nullable(),
    lastSeen: time.nullable(),
    lastData: time.nullable(),
    peer: z.string().nullable(),
    received: count,
    accepted: count,
    repeat: count,
    rewrite: count,
    rejected: count,
    reasons: z.record(z.string(), count),
    oddities: z.record(z.string(), count),
    clockSkewMs: z.number().nullable(),
  }),
);

const Quarantined = named<views.QuarantineView>(
  'Quarantined',
  z.strictObject({
    id: z.string(),
    at: time,
    mn: z.string().nullable(),
    peer: z.string(),
    why: z.string(),
    length: count,
    text: z.string(),
  }),
);

export const DevicePage = pageOf('DevicePage', Device);

export const RequestPage = pageOf('RequestPage', RequestSchema);

export const QuarantinePage = pageOf('QuarantinePage', Quarantined);

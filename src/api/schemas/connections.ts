import { z } from 'zod';
import { CAMERA_VIEWS } from '../../model/camera.ts';
import { CONNECTION_STATES } from '../../model/connection.ts';
import { FOOTAGE_STATES } from '../../model/footage.ts';
import { NOTICES } from '../../model/notice-event.ts';
import type * as views from '../../model/views/connections.ts';
import { count, named, pageOf, Text, time } from './shape.ts';

const Connection = named<views.ConnectionView>(
  'Connection',
  z.strictObject({
    id: z.string(),
    direction: z.enum(['in', 'out']),
    kind: z.string(),
    to: z.string(),
    state: z.enum(CONNECTION_STATES),
    says: Text.nullable(),
    since: time,
    done: count,
    refused: count,
    waiting: count.nullable(),
    lastAt: time.nullable(),
  }),
);

/** All of them: a handful that a person wrote into a file. */
export const ConnectionList = named<{ items: views.ConnectionView[] }>(
  'ConnectionList',
  z.strictObject({ items: z.array(Connection) }),
);

const DeadLetter = named<views.DeadLetterView>(
  'DeadLetter',
  z.strictObject({ n: count, id: z.string(), about: z.string(), why: Text, at: time }),
);

export const DeadLetterPage = pageOf('DeadLetterPage', DeadLetter);

const Delivery = named<views.DeliveryView>(
  'Delivery',
  z.strictObject({
    output: z.string(),
    kind: z.string(),
    n: count,
    id: z.string(),
    event: z.enum(NOTICES),
    state: z.enum(['waiting', 'sent', 'dead']),
    at: time,
    tries: count,
    receipt: z.string().nullable(),
    why: Text.nullable(),
  }),
);

export const DeliveryList = named<{ items: views.DeliveryView[] }>(
  'DeliveryList',
  z.strictObject({ items: z.array(Delivery) }),
);

const FootageItem = named<views.FootageView>(
  'Footage',
  z.strictObject({
    id: z.string(),
    output: z.string(),
    alert: z.string(),
    site: z.string(),
    camera: z.strictObject({ id: z.string(), name: Text, view: z.enum(CAMERA_VIEWS), channel: z.string() }),
    from: time,
    to: time,
    state: z.enum(FOOTAGE_STATES),
    at: time,
    settledAt: time.nullable(),
    reference: z.string().nullable(),
    url: z.string().nullable(),
    sha256: z.string().nullable(),
    hashedBy: z.enum(['us', 'platform']).nullable(),
    bytes: count.nullable(),
    mediaType: z.string().nullable(),
    why: Text.nullable(),
    file: z.string().nullable(),
  }),
);

export const FootageList = named<{ items: views.FootageView[] }>(
  'FootageList',
  z.strictObject({ items: z.array(FootageItem) }),
);

const Preview = named<views.PreviewView>(
  'NoticePreview',
  z.strictObject({
    output: z.string(),
    kind: z.string(),
    to: z.string(),
    sent: z.boolean(),
    why: Text,
    at: time.nullable(),
    people: z.array(z.string()),
    text: z.string().nullable(),
  }),
);

export const PreviewList = named<{ items: views.PreviewView[] }>(
  'NoticePreviewList',
  z.strictObject({ items: z.array(Preview) }),
);

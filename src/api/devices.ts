import { z } from 'zod';
import { rfc3339 } from '../model/beijing.ts';
import type { QuarantineView } from '../model/views/devices.ts';
import type { StoredQuarantined } from '../store/sender-queries.ts';
import { IN_BODY, problems } from './answers.ts';
import type { Resource } from './api.ts';
import { pageOf, placeOf } from './cursor.ts';
import { cursor, id, limit } from './input.ts';
import { notFound, Refusal } from './problems.ts';
import { readable } from './readable.ts';
import { deviceView } from './say.ts';
import { Device, DevicePage, QuarantinePage } from './schemas/devices.ts';

const DEVICE = { zh: '设备', en: 'device' };
/** In an address: bytes that named no sender. */
const NO_SENDER = '-';

/** An outlet of the catalogue, or a new name: then its data are kept until somebody writes it into the catalogue. */
const outletName = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,79}$/)
  .describe('排放口编号 / outlet id');

const quarantineView = ({ id, at, mn, peer, why, length, bytes }: StoredQuarantined): QuarantineView => ({
  id: `qr-${id}`,
  at: rfc3339(at),
  mn,
  peer,
  why,
  length,
  text: readable(bytes),
});

export const devices: Resource = async (app, { ports }) => {
  const { views, now } = ports;

  app.get(
    '/devices',
    {
      schema: {
        operationId: 'listDevices',
        tags: ['devices'],
        summary: '数采仪 / Senders and what was counted of them',
        querystring: z.strictObject({ limit, cursor }),
        response: { 200: DevicePage, ...problems('invalid-input') },
      },
    },
    async ({ query: { limit, cursor } }) =>
      pageOf('devices', views.devices(placeOf('devices', cursor), limit), (device) => deviceView(device, now())),
  );

  app.get(
    '/devices/:mn/quarantine',
    {
      schema: {
        operationId: 'listQuarantine',
        tags: ['devices'],
        summary: '隔离的报文（口令已抹去） / Inputs that could not be used, passwords blanked',
        params: z.strictObject({ mn: id.describe('MN；未署名的用 - / `-` for those that name no sender') }),
        querystring: z.strictObject({ limit, cursor }),
        response: { 200: QuarantinePage, ...problems('malformed', 'invalid-input') },
      },
    },
    async ({ params, query: { limit, cursor } }) => {
      const mn = params.mn === NO_SENDER ? null : params.mn;
      return pageOf('quarantine', views.quarantine(mn, placeOf('quarantine', cursor), limit), quarantineView);
    },
  );

  app.post(
    '/devices/:mn(^[^/]+?)::adopt',
    {
      schema: {
        operationId: 'adoptDevice',
        tags: ['devices'],
        summary: '认领隔离的设备 / Say to which outlet a quarantined sender belongs',
        params: z.strictObject({ mn: id }),
        body: z.strictObject({ outlet: outletName, by: z.string().trim().min(1).max(80) }),
        response: {
          200: Device,
          ...problems(...IN_BODY, 'not-found', 'already-adopted'),
        },
      },
    },
    async ({ params: { mn }, body: { outlet, by } }) => {
      const device = views.device(mn);
      if (!device) throw notFound(DEVICE, mn);
      if (device.outlet !== null && device.outlet !== outlet) throw alreadyAdopted(mn, device.outlet);
      if (device.outlet === null) await ports.command('adopt', { mn, outlet, by });
      const after = views.device(mn) ?? device;
      if (after.outlet !== outlet) throw alreadyAdopted(mn, after.outlet ?? '?');
      return deviceView(after, now());
    },
  );
};

const alreadyAdopted = (mn: string, outlet: string) =>
  new Refusal('already-adopted', {
    zh: `设备 ${mn} 已归属排放口 ${outlet}`,
    en: `Device ${mn} belongs to outlet ${outlet} already`,
  });

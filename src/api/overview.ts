import { z } from 'zod';
import { rfc3339 } from '../model/beijing.ts';
import { SILENT_AFTER_MS } from '../model/device.ts';
import { type LeadState, OPEN_LEAD_STATES } from '../model/lead.ts';
import type { OverviewView } from '../model/views/overview.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import type { Ports } from './ports.ts';
import { Overview } from './schemas/overview.ts';

/** What is open, who is heard and how the machine itself is doing. */
export async function overviewOf({ views, engine, now }: Ports): Promise<OverviewView> {
  const { demonstration, outlets, readingsPerSecond, journalAgeMs, reasons } = await engine.status();
  return {
    v: 1,
    now: rfc3339(now()),
    demonstration,
    open: views.openBySeverity(),
    leads: views.leadsByState('enforcement'),
    review: openOf(views.leadsByState('review')),
    outlets,
    devices: views.senderCounts(now() - SILENT_AFTER_MS),
    readingsPerSecond,
    journalAgeMs,
    troubles: reasons,
  };
}

const openOf = (byState: Record<LeadState, number>) => OPEN_LEAD_STATES.reduce((n, state) => n + byState[state], 0);

export const overview: Resource = async (app, { ports }) => {
  app.get(
    '/overview',
    {
      schema: {
        operationId: 'getOverview',
        tags: ['overview'],
        summary: '总览 / What is open, who is heard, how the machine is doing',
        querystring: z.strictObject({}),
        response: { 200: Overview, ...problems('invalid-input', 'not-ready') },
      },
    },
    () => overviewOf(ports),
  );
};

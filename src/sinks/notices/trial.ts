/** For tests: a store that events are put into, and outputs of notices over it. */
import path from 'node:path';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import type { Alert, AlertEventKind } from '../../model/alert.ts';
import type { Lead, LeadState } from '../../model/lead.ts';
import type { Place } from '../../model/place.ts';
import { StoreReader } from '../../store/reader.ts';
import { MARCH, sampleEvent, sampleLead, temporaryFile } from '../../store/samples.ts';
import { StoreWriter } from '../../store/writer.ts';
import type { Carrier } from '../carrier.ts';
import { OutputFile } from '../output-file.ts';
import type { NoticeSettings } from './kinds.ts';
import type { Notice } from './notice.ts';
import { type NoticeOptions, NoticeOutput } from './notice-output.ts';

export const PLACES: Record<string, Place> = {
  'demo-wte': {
    name: { zh: '示范垃圾焚烧厂', en: 'Demo waste-to-energy plant' },
    region: '330110',
    industry: 'waste-incineration',
    outlets: { 'demo-wte-f1': { zh: '1 号炉', en: 'furnace 1' } },
  },
  'demo-ww': {
    name: { zh: '示范污水厂', en: 'Demo sewage works' },
    region: '330205',
    industry: 'sewage-works',
    outlets: {},
  },
};

export function noticeHouse() {
  const views = temporaryFile('views.db');
  const writer = new StoreWriter(views);
  const data = path.join(path.dirname(views), 'outputs');
  let position = 0;
  const ends: (() => Promise<void>)[] = [];
  onTestFinished(async () => {
    for (const end of ends) await end();
    writer.close();
  });
  const commit = (change: Omit<Parameters<StoreWriter['commit']>[0], 'position' | 'clock'>) =>
    writer.commit({ position: ++position, clock: MARCH, ...change });
  return {
    views,
    data,
    alert(event: AlertEventKind, change: Partial<Alert> = {}) {
      commit({ alerts: [sampleEvent(event, MARCH + position, change)] });
    },
    lead(from: LeadState | null, change: Partial<Lead> = {}) {
      commit({ leads: [{ at: MARCH + position, by: '张三', from, reason: 'r', lead: sampleLead(change) }] });
    },
    open(settings: NoticeSettings, carrier: Carrier<Notice>, more: Partial<NoticeOptions> = {}): NoticeOutput {
      const output = new NoticeOutput({
        settings,
        duty: () => [],
        carrier,
        views: new StoreReader(views),
        file: new OutputFile(data, settings.id),
        places: async () => PLACES,
        log: pino({ level: 'silent' }),
        whole: settings.kind === 'webhook',
        pauses: { firstMs: 5, longestMs: 20 },
        graceMs: 50,
        lookMs: 15,
        ...more,
      });
      ends.push(() => output.close());
      return output;
    },
  };
}

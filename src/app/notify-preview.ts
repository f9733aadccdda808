import type { Catalogue } from '../catalogue/catalogue.ts';
import type { TextFile } from '../catalogue/load.ts';
import { readYaml } from '../config/strict-yaml.ts';
import { HOUR_MS, MINUTE_MS } from '../model/beijing.ts';
import type { Preview } from '../model/preview.ts';
import type { WorkCalendar } from '../model/work-calendar.ts';
import { NOTICE_KINDS, type NoticeSettings } from '../sinks/notices/kinds.ts';
import { alertNow, leadNow, previewOf } from '../sinks/notices/preview.ts';
import { dutyOf } from '../sinks/notices/rosters.ts';
import type { AlertTold, StoredEvent } from '../store/event-queries.ts';
import type { StoreReader } from '../store/reader.ts';
import { places } from './answers/places.ts';
import { connectionsSchema } from './connections.ts';

/**
 * Who would be told of an event, and what they would read, without opening anything.
 * @throws ConfigError with what is wrong in the file
 */
export async function previewNotices(
  connections: TextFile,
  catalogue: Catalogue,
  calendar: WorkCalendar,
  event: StoredEvent,
  now: number,
): Promise<Preview[]> {
  const { value } = readYaml(connections.text, connections.name, connectionsSchema);
  const { site } = event.kind === 'alert' ? event.alert : event.lead;
  const place = places(catalogue.sites)[site];
  const told = (value.outputs as NoticeSettings[]).filter(({ kind }) => kind in NOTICE_KINDS);
  return Promise.all(
    told.map(async (settings) => {
      const duty = dutyOf(settings, value, (day) => calendar.isWorkingDay(day));
      const carrier = await NOTICE_KINDS[settings.kind]!.carrier(settings, duty);
      return previewOf(settings, carrier, duty, event, place, now);
    }),
  );
}

/** An alert or lead of the store, by its id. */
export const storedNow = (views: StoreReader, id: string, now: number): StoredEvent | undefined =>
  alertNow(views, id, now) ?? leadNow(views, id, now);

/** A made-up alert of the first site, to try routes with. */
export function sampleNow({ sites: [site] }: Catalogue, now: number): AlertTold | undefined {
  if (!site) return undefined;
  const end = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  return {
    kind: 'alert',
    seq: 0,
    id: 'sample.0',
    at: now,
    event: 'raised',
    alert: {
      id: 'sample',
      rule: 'sample',
      ruleVersion: '',
      covers: [],
      kind: 'exceedance',
      severity: 'serious',
      state: 'provisional',
      site: site.id,
      outlet: site.outlets[0]?.id ?? null,
      factor: 'a21005',
      start: end - HOUR_MS,
      end,
      value: 120,
      limit: 100,
      unit: 'mg/m3',
      count: 1,
      facts: {},
      says: {
        zh: '【样例】一氧化碳小时均值 120 mg/m³，超过限值 100',
        en: '[sample] CO hour mean 120 mg/m3 is above the limit of 100',
      },
    },
  };
}

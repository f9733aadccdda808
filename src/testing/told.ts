import path from 'node:path';
import { onTestFinished } from 'vitest';
import { MARCH, sampleEvent, sampleLead, temporaryFile } from '../store/samples.ts';
import { StoreWriter } from '../store/writer.ts';

/** Views into which alerts are told, for outputs that follow them. */
export function told() {
  const views = temporaryFile('views.db');
  const writer = new StoreWriter(views);
  onTestFinished(() => writer.close());
  let position = 0;
  const at = () => MARCH + position * 1000;
  return {
    /** where an output reads, and where it keeps its place */
    ground: { views, data: path.join(path.dirname(views), 'outputs') },
    raise(ids: readonly string[], site = 'demo-wte') {
      position++;
      writer.commit({ position, clock: at(), alerts: ids.map((id) => sampleEvent('raised', at(), { id, site })) });
    },
    withdraw(id: string, site = 'demo-wte') {
      position++;
      const alert = sampleEvent('withdrawn', at(), { id, site, state: 'withdrawn' });
      writer.commit({ position, clock: at(), alerts: [alert] });
    },
    lead(id: string, from: null | 'new', says = 'CO above the limit') {
      position++;
      const lead = sampleLead({ id, state: from === null ? 'new' : 'assigned', says: { zh: says, en: says } });
      const by = from === null ? 'fluewatch' : 'li';
      writer.commit({ position, clock: at(), leads: [{ at: at(), by, from, reason: '', lead }] });
    },
  };
}

import { describe, expect, it } from 'vitest';
import { dayOf, parseTime } from '../model/beijing.ts';
import { FactorIndex, GRAIN_ID, packChannel, STAT_ID } from '../model/channel.ts';
import { Flag } from '../model/flag.ts';
import type { Outlet } from '../model/outlet.ts';
import { MarkBook } from './marks.ts';
import { OutletLedger } from './outlet-ledger.ts';

const OUTLET: Outlet = {
  id: 'k',
  site: 's',
  name: { zh: '窑', en: 'Kiln' },
  medium: 'flue-gas',
  devices: [],
  limits: [],
  channels: {},
};
const ledgerOf = (outlet: Outlet) => {
  const marks = new MarkBook({ id: 'none', industries: [], groups: [] });
  return new OutletLedger(
    { outlet, o2Reference: undefined, island: { days: 7, silence: 30 * 86_400_000 }, limit: () => undefined },
    new FactorIndex(),
    marks,
  );
};

/** Two days were received and judged, then everything stopped. */
function stopped() {
  const ledger = ledgerOf(OUTLET);
  const channel = packChannel(ledger.factors.of('a21002'), GRAIN_ID.hour, STAT_ID.avg);
  for (const day of ['2026-03-02', '2026-03-03']) {
    const at = parseTime(`${day} 12:00`);
    ledger.write(channel, at, at, 90, Flag.NORMAL);
  }
  ledger.close(parseTime('2026-03-04'));
  ledger.dirty.clear();
  return ledger.state;
}

describe('after a restart', () => {
  const days = ['2026-03-02', '2026-03-03'].map((day) => dayOf(parseTime(day)));
  it.each([
    ['the same catalogue', OUTLET, []],
    ['another name or sender', { ...OUTLET, name: { zh: '2号窑', en: 'Kiln 2' }, devices: [{ mn: '1' }] }, []],
    [
      'an order to stop',
      {
        ...OUTLET,
        orders: [{ id: 'S', kind: 'stop', served: 0, start: 0, end: Number.POSITIVE_INFINITY, reduce: 1, exempt: [] }],
      },
      days,
    ],
    [
      'another limit',
      { ...OUTLET, limits: [{ factor: 'a21002', basis: 'day', value: 100, unit: 'mg/m3', source: 'permit' }] },
      days,
    ],
  ] satisfies [
    string,
    Outlet,
    number[],
  ][])('%s: what was judged is judged again where that can matter', (_, outlet, dirty) => {
    const ledger = ledgerOf(outlet);
    ledger.state = stopped();
    expect([...ledger.dirty]).toEqual(dirty);
  });
});

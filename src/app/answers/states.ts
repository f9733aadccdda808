import type { Engine } from '../../engine/engine.ts';
import { MarkBit } from '../../ledger/marks.ts';
import type { OutletLedger } from '../../ledger/outlet-ledger.ts';
import { DayView } from '../../ledger/view.ts';
import { DAY_MS, dayOf } from '../../model/beijing.ts';
import type { Outlet } from '../../model/outlet.ts';
import type { OutletState } from '../../model/views/sites.ts';

/** An outlet that sent nothing for this long shows as missing. */
export const MISSING_AFTER_MS = 2 * 3_600_000;

/** How an outlet stands at a moment, gravest first: what an officer reads at a glance. */
export function outletState(engine: Engine, outlet: Outlet, now: number): OutletState {
  const ledger = engine.ledger(outlet.id);
  if (!ledger || !Number.isFinite(ledger.watermark)) return 'unknown';
  if (isStopped(ledger)) return 'stopped';
  if (now - ledger.lastSeen > MISSING_AFTER_MS) return 'missing';
  const recent = [...engine.alerts.alerts()].filter((a) => a.outlet === outlet.id && a.end > ledger.watermark - DAY_MS);
  if (recent.some((a) => a.severity !== 'info' && a.kind === 'exceedance')) return 'exceeding';
  return recent.some((a) => a.severity !== 'info') ? 'abnormal' : 'normal';
}

/** The gravest of several. */
export function gravestState(states: readonly OutletState[]): OutletState {
  const order: OutletState[] = ['exceeding', 'missing', 'abnormal', 'normal', 'stopped', 'unknown'];
  return order.find((state) => states.includes(state)) ?? 'unknown';
}

function isStopped(ledger: OutletLedger): boolean {
  const at = ledger.watermark - 60_000;
  const view = new DayView(ledger, dayOf(at));
  return (view.markBits()[Math.floor((at - view.start) / 60_000)]! & MarkBit.STOPPED) !== 0;
}

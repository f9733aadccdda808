import type { EventKind } from '../event.ts';
import { analyserFault } from './analyser-fault.ts';
import { bagLeak } from './bag-leak.ts';
import { cap } from './cap.ts';
import { coldFurnace } from './cold-furnace.ts';
import { constant } from './constant.ts';
import { copy } from './copy.ts';
import { drift } from './drift.ts';
import { editHours } from './edit-hours.ts';
import { gapAtPeak } from './gap-at-peak.ts';
import { limeShort } from './lime-short.ts';
import { load } from './load.ts';
import { maintenanceAbuse } from './maintenance-abuse.ts';
import { mark } from './mark.ts';
import { monitorOff } from './monitor-off.ts';
import { outage } from './outage.ts';
import { poorBurnout } from './poor-burnout.ts';
import { replay } from './replay.ts';
import { scale } from './scale.ts';
import { shutDown } from './shut-down.ts';
import { stall } from './stall.ts';
import { startUp } from './start-up.ts';
import { treatmentOff } from './treatment-off.ts';
import { ureaShort } from './urea-short.ts';

/** Everything that a scenario can make happen. */
export const EVENTS = [
  // the plant
  startUp,
  shutDown,
  load,
  poorBurnout,
  coldFurnace,
  limeShort,
  ureaShort,
  bagLeak,
  treatmentOff,
  // its instruments and its network
  analyserFault,
  drift,
  stall,
  monitorOff,
  outage,
  // its operator
  mark,
  constant,
  cap,
  scale,
  replay,
  copy,
  gapAtPeak,
  maintenanceAbuse,
  editHours,
] as unknown as readonly EventKind[];

export const eventKind = (what: string): EventKind => EVENTS.find((kind) => kind.what === what)!;

import type { EventKind } from '../event.ts';
import { analyserFault } from './analyser-fault.ts';
import { bagLeak } from './bag-leak.ts';
import { bypass } from './bypass.ts';
import { cap } from './cap.ts';
import { coldFurnace } from './cold-furnace.ts';
import { coldestOut } from './coldest-out.ts';
import { constant } from './constant.ts';
import { constantOxygen } from './constant-oxygen.ts';
import { copy } from './copy.ts';
import { dilute } from './dilute.ts';
import { diluteWater } from './dilute-water.ts';
import { drift } from './drift.ts';
import { editHours } from './edit-hours.ts';
import { flush } from './flush.ts';
import { gapAtPeak } from './gap-at-peak.ts';
import { generate } from './generate.ts';
import { injectSignal } from './inject-signal.ts';
import { limeShort } from './lime-short.ts';
import { littleAir } from './little-air.ts';
import { littleInflow } from './little-inflow.ts';
import { load } from './load.ts';
import { maintenanceAbuse } from './maintenance-abuse.ts';
import { mark } from './mark.ts';
import { maskCod } from './mask-cod.ts';
import { monitorOff } from './monitor-off.ts';
import { offset } from './offset.ts';
import { outage } from './outage.ts';
import { overload } from './overload.ts';
import { pinTemperature } from './pin-temperature.ts';
import { poorBurnout } from './poor-burnout.ts';
import { remap } from './remap.ts';
import { replay } from './replay.ts';
import { rewrite } from './rewrite.ts';
import { sampleAgain } from './sample-again.ts';
import { sampleAtRest } from './sample-at-rest.ts';
import { sampleLeak } from './sample-leak.ts';
import { scale } from './scale.ts';
import { scrubSample } from './scrub-sample.ts';
import { service } from './service.ts';
import { setByHand } from './set-by-hand.ts';
import { setClock } from './set-clock.ts';
import { setPoint } from './set-point.ts';
import { shutDown } from './shut-down.ts';
import { spoilHours } from './spoil-hours.ts';
import { squeeze } from './squeeze.ts';
import { stall } from './stall.ts';
import { startUp } from './start-up.ts';
import { storm } from './storm.ts';
import { swapSample } from './swap-sample.ts';
import { treatmentOff } from './treatment-off.ts';
import { ureaShort } from './urea-short.ts';
import { withdrawProbe } from './withdraw-probe.ts';

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
  setPoint,
  // its instruments and its network
  analyserFault,
  drift,
  sampleLeak,
  stall,
  monitorOff,
  outage,
  service,
  // its operator
  mark,
  // what is done at the sample line
  dilute,
  withdrawProbe,
  scrubSample,
  // at the analyser and the logger
  constant,
  injectSignal,
  generate,
  remap,
  offset,
  squeeze,
  cap,
  scale,
  replay,
  copy,
  gapAtPeak,
  maintenanceAbuse,
  setByHand,
  setClock,
  spoilHours,
  pinTemperature,
  coldestOut,
  constantOxygen,
  editHours,
  rewrite,
  // a sewage works, and what is done at its sampling well
  storm,
  littleInflow,
  overload,
  littleAir,
  flush,
  bypass,
  swapSample,
  diluteWater,
  maskCod,
  sampleAtRest,
  sampleAgain,
] as unknown as readonly EventKind[];

export const eventKind = (what: string): EventKind => EVENTS.find((kind) => kind.what === what)!;

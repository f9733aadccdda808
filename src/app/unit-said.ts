import type { ReadingBatch } from '../model/batch.ts';
import { channelFactor, type FactorIndex } from '../model/channel.ts';
import { factorUnit } from '../model/factors.ts';
import type { Outlet } from '../model/outlet.ts';
import { unitScale } from '../model/units.ts';

/**
 * A message that says its unit was read into the usual one of the factor; an outlet whose catalogue says in which unit
 * its instrument reports keeps its values in that. Without this they would be turned twice.
 * @param factors numbers of the factors whose unit was said
 */
export function intoUnitsOf(
  outlet: Outlet,
  index: FactorIndex,
  factors: ReadonlySet<number>,
  batch: ReadingBatch,
  from: number,
  to: number,
): void {
  const scales = new Map<number, number>();
  for (const factor of factors) {
    const code = index.codes[factor]!;
    const [own, usual] = [outlet.channels[code]?.unit, factorUnit(code)];
    const scale = own === undefined || usual === null ? undefined : unitScale(own, usual);
    if (scale !== undefined && scale !== 1) scales.set(factor, scale);
  }
  if (scales.size === 0) return;
  for (let i = from; i < to; i++) batch.value[i]! /= scales.get(channelFactor(batch.channel[i]!)) ?? 1;
}

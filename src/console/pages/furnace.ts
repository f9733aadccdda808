/** The factors that stand beside every curve of a furnace. */
import { FACTORS } from '../../model/factors.ts';
import type { Text } from '../../model/text.ts';
import type { OutletView } from '../../model/views/sites.ts';

/** Furnace mean temperature, HJ 212. */
export const FURNACE_TEMPERATURE = 'a01901';
export const OXYGEN = 'a19001';

/** What a furnace must keep while waste burns, ℃: MEE Order 10, Art. 7; GB 18485-2014 table 1. */
export const FURNACE_FLOOR = 850;

export const hasFactor = (outlet: OutletView | undefined, factor: string) =>
  outlet?.channels.some((channel) => channel.factor === factor) ?? false;

/** The outlet's factors, each once, those with limits first: what is judged is looked at most. */
export function factorsOf(outlet: OutletView): { factor: string; name: Text; limited: boolean }[] {
  const limited = new Set(outlet.limits.map(({ factor }) => factor));
  const names = new Map(outlet.channels.map(({ factor, name }) => [factor, name]));
  const list = [...names].map(([factor, name]) => ({ factor, name, limited: limited.has(factor) }));
  return [...list.filter((f) => f.limited), ...list.filter((f) => !f.limited)];
}

export function nameOfFactor(outlet: OutletView | undefined, factor: string): Text {
  const channel = outlet?.channels.find((c) => c.factor === factor);
  return channel?.name ?? FACTORS[factor] ?? { zh: factor, en: factor };
}

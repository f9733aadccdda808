const POWERS = Array.from({ length: 16 }, (_, decimals) => 10 ** decimals);

/** What arithmetic on doubles adds to a number, of its size: 0.1 + 0.2 is written with one decimal. */
const DUST = 1e-12;

/**
 * The decimals that write a number.
 * @param most more are not looked for, 15 at most
 * @param least fewer are not looked for
 */
export function decimalsOf(value: number, most: number, least = 0): number {
  const size = Math.abs(value);
  let decimals = least;
  while (decimals < most && !isWhole(size * POWERS[decimals]!)) decimals++;
  return decimals;
}

const isWhole = (shifted: number) => Math.abs(shifted - Math.round(shifted)) <= DUST * Math.max(1, shifted);

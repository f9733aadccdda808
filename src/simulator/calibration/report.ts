import { real, simulate } from './compare.ts';

/** How close the simulated furnace comes to the real one: `node src/simulator/calibration/report.ts [DAYS] [SEED]`. */
const [days = '60', seed = '1'] = process.argv.slice(2);
const simulated = simulate(+days, +seed);
const cell = (v: number) => (Math.abs(v) >= 100 ? v.toFixed(0) : v.toPrecision(3)).padStart(9);
const shares = ['0.01', '0.05', '0.25', '0.5', '0.75', '0.95', '0.99'];

console.log(`simulated ${days} days, seed ${seed}; real: ${real.about}\n`);
console.log(
  `channel        ${shares.map((s) => `p${100 * +s}`.padStart(9)).join('')}   |step|50  |step|99    equal |   lag 2m     10m      1h      1d`,
);
for (const [name, is] of Object.entries(simulated.channels)) {
  for (const [who, p] of [
    ['simulated', is],
    ['real', real.channels[name]!],
  ] as const) {
    const quantiles = shares.map((s) => cell(p.quantiles[s]!)).join('');
    const lags = Object.values(p.autocorrelation)
      .map((v) => v.toFixed(2).padStart(8))
      .join('');
    console.log(
      `${name.padEnd(5)}${who.padEnd(10)}${quantiles} ${cell(p.medianStep)} ${cell(p.stepP99)} ${cell(p.unchangedShare)} |${lags}`,
    );
  }
}
console.log('\ncorrelation, simulated/real');
for (const [name, partners] of Object.entries(simulated.correlation)) {
  const all = Object.entries(partners).map(
    ([p, r]) => `${p} ${r.toFixed(2)}/${real.correlation[name]![p]!.toFixed(2)}`,
  );
  console.log(`${name.padEnd(5)} ${all.join('  ')}`);
}

import { defineEvent, share } from '../event.ts';

/** A hose of tap water runs into the sampling well (F02): everything is thinner by this share, and salt and heat are the tap's. */
export const diluteWater = defineEvent({
  what: 'dilute-water',
  at: 'works',
  shape: { share },
  truth: (event) => [{ kind: 'falsification', mode: 'F02', note: `${event.share} tap water` }],
  act: (event) => ({
    sampling: (sampling) => {
      sampling.alter((water) => {
        const mixed = (own: number, tap: number) => (1 - event.share) * own + event.share * tap;
        return {
          ...water,
          cod: mixed(water.cod, 2),
          toc: mixed(water.toc, 0.8),
          ammonia: mixed(water.ammonia, 0.02),
          nitrogen: mixed(water.nitrogen, 1.5),
          phosphorus: mixed(water.phosphorus, 0.01),
          ph: mixed(water.ph, 7.4),
          temperature: mixed(water.temperature, 14),
          conductivity: mixed(water.conductivity, 310),
        };
      });
    },
  }),
});

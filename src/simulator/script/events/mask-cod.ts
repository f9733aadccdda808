import { defineEvent, share } from '../event.ts';

/** A "COD remover" is dosed before the sampler (F06): what the COD analyser sees falls, organic carbon and nitrogen stay. */
export const maskCod = defineEvent({
  what: 'mask-cod',
  at: 'works',
  shape: { keeps: share },
  truth: (event) => [
    { kind: 'falsification', mode: 'F06', factors: ['w01018'], note: `${event.keeps} of the COD is seen` },
  ],
  act: ({ keeps }) => ({
    sampling: (sampling) => {
      sampling.alter((water) => ({ ...water, cod: keeps * water.cod }));
    },
  }),
});

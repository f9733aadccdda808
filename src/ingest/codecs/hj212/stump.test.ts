import { expect, it } from 'vitest';
import { Framer } from './framer.ts';

/** The sender that a refused input names. */
function senderOf(text: string): (string | null)[] {
  const named: (string | null)[] = [];
  const framer = new Framer({ frame: () => {}, reject: (_why, _at, _bytes, mn) => named.push(mn) });
  framer.push(Buffer.from(text, 'latin1'));
  framer.flush();
  return named;
}

it('a frame cut off inside its MN accuses nobody', () => {
  expect(senderOf('##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000')).toEqual([null]);
  expect(senderOf('##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Fl')).toEqual([
    '010000A8900016F000169DC0',
  ]);
});

import { describe, expect, it } from 'vitest';
import { concerns, type IssuedOrder, inRegion } from './issued-order.ts';
import type { Site } from './outlet.ts';

const site: Site = {
  id: 'kilns',
  name: { zh: '厂', en: 'Works' },
  region: '330110',
  industry: 'cement',
  keyPolluter: false,
  permitManagement: 'registered',
  demonstration: false,
  outlets: [],
};

const order: IssuedOrder = {
  id: 'A',
  kind: 'emergency',
  issuer: 'X',
  served: 0,
  start: 0,
  end: 1,
  sites: [],
  outlets: [],
  createdAt: 0,
};

describe('an order reaches', () => {
  it.each([
    ['330110', true],
    ['330100', true],
    ['330000', true],
    ['33', true],
    ['3301', true],
    ['330111', false],
    ['331100', false],
    ['340000', false],
  ])('a district 330110 in %s: %s', (area, expected) => {
    expect(inRegion('330110', area)).toBe(expected);
  });

  it('no site without a division code', () => {
    expect(inRegion('', '330000')).toBe(false);
  });

  it.each([
    [{ sites: ['kilns'] }, true],
    [{ sites: ['other'] }, false],
    [{ sites: ['kilns'], outlets: ['k2'] }, false],
    [{ outlets: ['k1'] }, true],
    [{ outlets: ['k2'] }, false],
    [{ region: '330100' }, true],
    [{ region: '330100', industry: 'cement' }, true],
    [{ region: '330100', industry: 'paper' }, false],
    [{ region: '320000', industry: 'cement' }, false],
    [{}, false],
  ])('an outlet k1 of kilns with %j: %s', (address, expected) => {
    expect(concerns({ ...order, ...address }, site, 'k1')).toBe(expected);
  });
});

import type { Site } from '../model/outlet.ts';

/**
 * The site of an outlet that a person named while adopting a device and that the catalogue does not have: data are kept
 * and shown, but no limit is known, so nothing can be judged until it is written into the catalogue.
 */
export function adoptedSite(outlet: string): Site {
  return {
    id: `adopted-${outlet}`,
    name: { zh: `待登记排放口 ${outlet}`, en: `Outlet to be registered: ${outlet}` },
    region: '',
    industry: 'unregistered',
    keyPolluter: false,
    permitManagement: 'registered',
    demonstration: false,
    outlets: [
      {
        id: outlet,
        site: `adopted-${outlet}`,
        name: { zh: outlet, en: outlet },
        medium: 'flue-gas',
        devices: [],
        limits: [],
        channels: {},
      },
    ],
  };
}

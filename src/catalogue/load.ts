import { mistyped } from '../config/nearest.ts';
import { ConfigError, type Problem, readYaml, unknownName } from '../config/strict-yaml.ts';
import { FACTORS, factorUnit } from '../model/factors.ts';
import { INDUSTRIES, type Medium, type Outlet, type Site } from '../model/outlet.ts';
import { unitScale } from '../model/units.ts';
import { Catalogue } from './catalogue.ts';
import { isFactor, limitUnitFault } from './limit-terms.ts';
import { concerning, orderProblems } from './orders.ts';
import { type CatalogueFile, catalogueSchema, type StandardFile, standardSchema } from './schema.ts';

/** A configuration file as text: reading it from a disk is the caller's business. */
export interface TextFile {
  name: string;
  text: string;
}

/** @throws ConfigError */
export function loadStandards(files: readonly TextFile[]): Map<string, StandardFile> {
  const standards = new Map<string, StandardFile>();
  for (const file of files) {
    const standard = readYaml(file.text, file.name, standardSchema).value;
    standards.set(standard.id, standard);
  }
  return standards;
}

/**
 * Catalogue from YAML. Ids and MNs are unique over all files, references lead somewhere.
 * @throws ConfigError naming file, line and the nearest valid name
 */
export function loadCatalogue(files: readonly TextFile[], standards: ReadonlyMap<string, StandardFile>): Catalogue {
  const sources = files.map((file) => readYaml(file.text, file.name, catalogueSchema));
  const problems: Problem[] = [];
  const seen = {
    site: new Map<string, string>(),
    outlet: new Map<string, string>(),
    mn: new Map<string, string>(),
    camera: new Map<string, string>(),
  };
  const outletIds = sources.flatMap(({ value }) => value.sites.flatMap((site) => site.outlets.map((o) => o.id)));

  for (const { value, problem } of sources) {
    const once = (what: keyof typeof seen, name: string, path: (string | number)[]) => {
      const before = seen[what].get(name);
      if (before === undefined) seen[what].set(name, path.join('.'));
      else problems.push(problem(path, { zh: `${what}“${name}”重复`, en: `${what} "${name}" is given twice` }));
    };
    value.sites.forEach((site, s) => {
      once('site', site.id, ['sites', s, 'id']);
      const industry = mistyped(site.industry, INDUSTRIES);
      if (industry !== undefined) {
        const says = {
          zh: `没有行业“${site.industry}”；是否指“${industry}”？可用：${INDUSTRIES.join('、')}，或自拟的名称`,
          en: `no such industry "${site.industry}"; did you mean "${industry}"? There are ${INDUSTRIES.join(', ')}, and words of your own`,
        };
        problems.push(problem(['sites', s, 'industry'], says));
      }
      orderProblems(site, (path, says) => problems.push(problem(['sites', s, ...path], says)));
      const own = site.outlets.map((outlet) => outlet.id);
      site.cameras.forEach((camera, c) => {
        const at = ['sites', s, 'cameras', c];
        once('camera', camera.id, [...at, 'id']);
        camera.serves.forEach((served, i) => {
          if (own.includes(served)) return;
          const says = unknownName({ zh: '该单位的排放口', en: 'outlet of this site' }, served, own);
          problems.push(problem([...at, 'serves', i], says));
        });
      });
      site.outlets.forEach((outlet, o) => {
        const at = ['sites', s, 'outlets', o];
        once('outlet', outlet.id, [...at, 'id']);
        outlet.devices.forEach((device, d) => {
          once('mn', device.mn, [...at, 'devices', d, 'mn']);
        });
        if (outlet.standard !== undefined && !standards.has(outlet.standard)) {
          const says = unknownName({ zh: '标准', en: 'standard' }, outlet.standard, [...standards.keys()]);
          problems.push(problem([...at, 'standard'], says));
        }
        for (const [factor, { unit }] of Object.entries(outlet.channels)) {
          const usual = factorUnit(factor);
          if (unit === undefined || usual === null || unitScale(unit, usual) !== undefined) continue;
          const says = {
            zh: `单位“${unit}”无法换算为 ${factor} 的 ${usual}`,
            en: `unit "${unit}" cannot be turned into ${usual}, the unit of ${factor}`,
          };
          problems.push(problem([...at, 'channels', factor, 'unit'], says));
        }
        outlet.limits.forEach((limit, i) => {
          const path = [...at, 'limits', i];
          if (!isFactor(limit.factor, Object.keys(outlet.channels))) {
            const says = unknownName({ zh: '因子', en: 'factor' }, limit.factor, Object.keys(FACTORS));
            problems.push(problem([...path, 'factor'], says));
          }
          const fault = limitUnitFault(limit, outlet.channels[limit.factor]?.unit);
          if (fault) problems.push(problem([...path, 'unit'], fault));
        });
        outlet.meter?.serves.forEach((served, i) => {
          if (outletIds.includes(served)) return;
          const says = unknownName({ zh: '排放口', en: 'outlet' }, served, outletIds);
          problems.push(problem([...at, 'meter', 'serves', i], says));
        });
      });
    });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return new Catalogue(
    sources.flatMap(({ value }) => value.sites.map(siteOf)),
    standards,
  );
}

function siteOf({ orders, filings, exempt, ...site }: CatalogueFile['sites'][number]): Site {
  const discharging = site.outlets.filter(({ medium }) => DISCHARGES.includes(medium)).map(({ id }) => id);
  const outlets: Outlet[] = site.outlets.map(({ meter, ...outlet }) => ({
    ...outlet,
    site: site.id,
    name: outlet.name ?? { zh: outlet.id, en: outlet.id },
    ...concerning({ orders, filings, exempt }, outlet.id),
    ...(meter ? { meter: { ...meter, serves: meter.serves.length > 0 ? meter.serves : discharging } } : {}),
  }));
  const cameras = site.cameras.map((camera) => ({
    ...camera,
    name: camera.name ?? { zh: camera.id, en: camera.id },
  }));
  return { ...site, exempt, outlets, cameras };
}

/** A meter that names no outlet measures for all of these. */
const DISCHARGES: readonly Medium[] = ['flue-gas', 'waste-water'];

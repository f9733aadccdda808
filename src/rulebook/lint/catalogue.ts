import { catalogueSchema } from '../../catalogue/schema.ts';
import { type Path, readYaml, unknownName } from '../../config/strict-yaml.ts';
import type { Limit, Outlet } from '../../model/outlet.ts';
import { type Rulebook, rulesFor } from '../rulebook.ts';
import { type Finding, type Notes, notesOn } from './finding.ts';
import type { Checked } from './lint.ts';
import { checkLimit } from './standards.ts';

/** The outlets where the rules are to be used: their limits, and what their instruments can show at all. */
export function checkCatalogue(
  { catalogue, files }: NonNullable<Checked['site']>,
  rulebook: Rulebook,
  findings: Finding[],
): void {
  for (const file of files) {
    const source = readYaml(file.text, file.name, catalogueSchema);
    const notes = notesOn(source, findings);
    source.value.sites.forEach((written, s) => {
      checkOrders(written.orders, ['sites', s, 'orders'], rulebook, notes);
      written.outlets.forEach(({ id }, o) => {
        const path = ['sites', s, 'outlets', o];
        const outlet = catalogue.outlets.get(id)!;
        const site = catalogue.siteOf(id)!;
        if (rulesFor(rulebook.rules, site, outlet).length === 0) {
          notes.warning('no-rule', [...path, 'id'], {
            zh: `没有任何规则适用于排放口“${id}”`,
            en: `no rule applies to outlet "${id}"`,
          });
        }
        outlet.limits.forEach((limit, i) => {
          checkLimit(limit, outlet.channels[limit.factor]?.unit, [...path, 'limits', i], notes);
        });
        catalogue.limitsOf(outlet).forEach((limit, i) => {
          checkRange(limit, outlet, i < outlet.limits.length ? [...path, 'limits', i, 'value'] : path, notes);
        });
      });
    });
  }
}

/** A limit that the instrument cannot tell from less or more. */
function checkRange(limit: Limit, outlet: Outlet, limitPath: Path, notes: Notes): void {
  const { range, detectionLimit } = outlet.channels[limit.factor] ?? {};
  const own = limitPath.length > 4;
  const path = own ? limitPath : [...limitPath, 'channels', limit.factor];
  const named = `${limit.factor} ${limit.basis} ${limit.value} ${limit.unit} (${limit.source})`;
  if (range && (limit.value >= range[1] || limit.value < range[0])) {
    notes.error('limit-out-of-range', path, {
      zh: `限值 ${named} 在仪器量程 ${range[0]}–${range[1]} 之外，永远测不到超标`,
      en: `limit ${named} is outside the instrument's range ${range[0]} to ${range[1]}: an exceedance cannot be seen`,
    });
  }
  if (detectionLimit !== undefined && detectionLimit > limit.value) {
    notes.error('limit-below-detection', path, {
      zh: `限值 ${named} 低于检出限 ${detectionLimit}`,
      en: `limit ${named} is below the detection limit ${detectionLimit}`,
    });
  }
}

/** An order about a rule that is not there would never be seen to be disobeyed. */
function checkOrders(
  orders: readonly { rules?: string[] | undefined }[],
  path: Path,
  book: Rulebook,
  notes: Notes,
): void {
  const ids = book.rules.map(({ id }) => id);
  orders.forEach(({ rules = [] }, i) => {
    rules.forEach((id, k) => {
      if (ids.includes(id)) return;
      notes.error('unknown-rule', [...path, i, 'rules', k], unknownName({ zh: '规则', en: 'rule' }, id, ids));
    });
  });
}

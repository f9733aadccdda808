import { type Document, isMap, isSeq, parseDocument, type YAMLMap, YAMLSeq } from 'yaml';
import { dateText, dayOf, parseTime } from '../../model/beijing.ts';
import type { PermitLimit } from './rows.ts';

/** What became of the rows in the file. */
export interface Written {
  text: string;
  added: number;
  changed: number;
  same: number;
}

/** Puts the limits of permits into the text of a catalogue; comments, order and everything else in it stay. */
export function writePermits(text: string, permits: readonly PermitLimit[]): Written {
  const document = parseDocument(text);
  const outlets = outletsOf(document);
  const count = { added: 0, changed: 0, same: 0 };
  for (const permit of permits) {
    const outlet = outlets.get(permit.outlet);
    if (outlet) count[put(document, outlet, permit)]++;
  }
  if (count.added + count.changed === 0) return { text, ...count };
  return { text: document.toString({ lineWidth: 0, flowCollectionPadding: /\{ \S/.test(text) }), ...count };
}

function outletsOf(document: Document): Map<string, YAMLMap> {
  const found = new Map<string, YAMLMap>();
  const maps = (node: unknown) => (isSeq(node) ? node.items.filter(isMap) : []);
  for (const site of maps(document.get('sites'))) {
    for (const outlet of maps(site.get('outlets'))) found.set(String(outlet.get('id')), outlet);
  }
  return found;
}

/** A row of the same source, factor, basis and day is the same limit; what it says now is what the permit says. */
function put(document: Document, outlet: YAMLMap, permit: PermitLimit): 'added' | 'changed' | 'same' {
  let limits = outlet.get('limits');
  if (!isSeq(limits)) {
    limits = new YAMLSeq();
    outlet.set('limits', limits);
  }
  const list = limits as YAMLSeq;
  const says = sayings(permit);
  const known = list.items.filter(isMap).find((row) => isOf(row, permit));
  if (!known) {
    const row = document.createNode(says, { flow: true });
    list.add(row);
    return 'added';
  }
  const differing = Object.entries(says).filter(([key, value]) => String(known.get(key) ?? '') !== String(value));
  const gone = permit.min === undefined && known.has('min');
  for (const [key, value] of differing) known.set(key, value);
  if (gone) known.delete('min');
  return differing.length > 0 || gone ? 'changed' : 'same';
}

function isOf(row: YAMLMap, permit: PermitLimit): boolean {
  if (row.has('when')) return false;
  const from = row.get('from');
  const day = from === undefined ? undefined : dayOf(parseTime(String(from)));
  return (
    row.get('factor') === permit.factor &&
    row.get('basis') === permit.basis &&
    (row.get('source') ?? 'permit') === permit.source &&
    day === permit.from
  );
}

const sayings = ({ factor, basis, value, unit, source, from, to, clause, min }: PermitLimit) => ({
  factor,
  basis,
  value,
  ...(min === undefined ? {} : { min }),
  unit,
  source,
  from: dateText(from),
  to: dateText(to!),
  clause,
});

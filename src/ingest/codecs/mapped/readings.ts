import { type Mapping, readMapping } from './mapping.ts';
import { FORMATS, type Format } from './schema.ts';

/** Readings as the contract writes them: the columns of its CSV, or objects with these keys. They need no file. */
const text = (format: Format) => `id: readings-${format}
format: ${format}
sender: {path: outlet}
time: {path: time}
grain: {path: grain}
stat: {path: stat}
flag: {path: flag}
values:
  - {path: value, factor: {path: factor}}
`;

/** The mappings that every installation has. */
export const OWN_MAPPINGS: readonly Mapping[] = FORMATS.map((format) =>
  readMapping(text(format), `readings-${format}.yaml`),
);

/** A judged value in the house order: value, unit, limit, ratio. */
export { type Judged, type JudgedText, judged, unitName } from '../../model/judged-text.ts';

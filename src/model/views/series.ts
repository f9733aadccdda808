import type { Text } from '../text.ts';
import type { AlertView } from './alerts.ts';
import type { MarkView } from './statements.ts';

/**
 * `GET /series`: columns of equal length. Peaks are kept: a bucket has min, max and last; a bucket without data has
 * nulls, so gaps stay gaps. `basis`: `converted` to the outlet's reference oxygen, or as `measured`.
 */
export interface SeriesView {
  outlet: string;
  factor: string;
  name: Text;
  unit: string | null;
  basis: 'converted' | 'measured';
  /** what one bucket is: `raw` = one value of the finest grain */
  level: 'raw' | 'minute' | 'hour' | 'day';
  stepMs: number;
  from: string;
  to: string;
  /** bucket starts, epoch ms */
  t: number[];
  min: (number | null)[];
  max: (number | null)[];
  mean: (number | null)[];
  /** usable minutes in the bucket, and the flags seen in it (`""`, `"D"`, `"CD"`) */
  n: number[];
  flags: string[];
  limits: { basis: 'hour' | 'day'; value: number; from: string; to: string; source: string }[];
  marks: MarkView[];
  alerts: AlertView[];
}

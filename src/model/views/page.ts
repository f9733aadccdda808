/**
 * What the API says and the console reads is in this folder, a file a resource: JSON shapes under `/api/v1`. Times are
 * RFC 3339 with `+08:00`, spans half-open. Names are Chinese first with English beside.
 */

export interface Page<T> {
  items: T[];
  /** pass as `cursor` for the next page; null at the end */
  next: string | null;
}

/** A plant's own entrance: the sites that its token opens. */
export interface Enterprise {
  id: string;
  name: string;
  sites: readonly string[];
}

import type { Camera } from './camera.ts';
import type { Text } from './text.ts';

/** What outputs need to know of a site to choose and to name it. */
export interface Place {
  name: Text;
  /** administrative division code */
  region: string;
  industry: string;
  /** names of its outlets by id */
  outlets: Record<string, Text>;
  cameras?: readonly Camera[];
}

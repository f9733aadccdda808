/** Where the grids of a time chart lie, in pixels from the top. */
import { alertLane, alertLanes, type Scene } from './scene.ts';

const LANE = 22;
const TITLE = 30;
const AXIS = 30;
const HEIGHTS = { main: 220, temperature: 110, oxygen: 84 };

interface Box {
  top: number;
  height: number;
}

export interface Layout {
  lanes: Box | null;
  /** how many lanes: furnace state, monitoring, orders where there are some, then alerts */
  laneCount: number;
  tracks: Box[];
  height: number;
}

export function layoutOf(scene: Scene): Layout {
  const laneCount = scene.lanes ? alertLane(scene) + Math.max(0, ...alertLanes(scene).map(({ lane }) => lane + 1)) : 0;
  const lanes = scene.lanes ? { top: 6, height: laneCount * LANE } : null;
  let top = lanes ? lanes.top + lanes.height : 0;
  const tracks = scene.tracks.map(({ role }) => {
    const box = { top: top + TITLE, height: HEIGHTS[role] };
    top = box.top + box.height;
    return box;
  });
  return { lanes, laneCount, tracks, height: top + AXIS };
}

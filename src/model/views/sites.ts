import type { Grain, Stat } from '../channel.ts';
import type { Text } from '../text.ts';
import type { LimitView } from './limits.ts';

export type OutletState = 'normal' | 'abnormal' | 'exceeding' | 'missing' | 'stopped' | 'unknown';

export interface ChannelView {
  factor: string;
  name: Text;
  unit: string | null;
  grain: Grain;
  stat: Stat;
  last: { at: string; value: number | null; flag: string } | null;
}

export interface OutletView {
  id: string;
  name: Text;
  medium: string;
  furnace: number | null;
  devices: string[];
  standard: string | null;
  state: OutletState;
  lastData: string | null;
  channels: ChannelView[];
  limits: LimitView[];
  /** hours used of each capped group of marks, this year or quarter */
  quotas: { id: string; name: Text; usedHours: number; capHours: number; period: string }[];
}

export interface SiteSummary {
  id: string;
  name: Text;
  region: string;
  industry: string;
  state: OutletState;
  demonstration: boolean;
  outlets: number;
  openAlerts: number;
  openLeads: number;
  lastData: string | null;
}

export interface SiteView extends SiteSummary {
  outletList: OutletView[];
}

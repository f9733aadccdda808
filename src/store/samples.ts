/** Made-up rows for tests: complete, plain, and different only where a test says so. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Alert, AlertEvent, AlertEventKind, Finding } from '../model/alert.ts';
import type { DeviceCounters } from '../model/device.ts';
import type { Lead } from '../model/lead.ts';
import type { Mark } from '../model/mark.ts';

/** 2026-03-01 00:00 Beijing */
export const MARCH = 1_772_294_400_000;
const HOUR = 3_600_000;

/** A path in a new directory that goes when the test ends. */
export function temporaryFile(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'fluewatch-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, name);
}

export const sampleAlert = (change: Partial<Alert> = {}): Alert => ({
  id: 'al-1',
  rule: 'wte-daily-mean',
  ruleVersion: '3f2a',
  covers: ['WTE-01'],
  kind: 'exceedance',
  severity: 'serious',
  state: 'provisional',
  site: 'demo-wte',
  outlet: 'demo-wte-f1',
  factor: 'a21005',
  start: MARCH,
  end: MARCH + 24 * HOUR,
  value: 81.3,
  limit: 80,
  unit: 'mg/m3',
  count: 1,
  facts: { windows: [{ from: MARCH, value: 81.3 }] },
  says: { zh: '一氧化碳日均值 81.3 mg/m³,超过限值 80', en: 'CO daily mean 81.3 mg/m3 is above the limit of 80' },
  ...change,
});

export const sampleEvent = (event: AlertEventKind, at: number, change: Partial<Alert> = {}): AlertEvent => ({
  event,
  at,
  alert: sampleAlert(change),
});

export const sampleFinding = (change: Partial<Finding> = {}): Finding => ({
  rule: 'wte-daily-mean',
  ruleVersion: '3f2a',
  outlet: 'demo-wte-f1',
  factor: 'a21005',
  from: MARCH,
  to: MARCH + 24 * HOUR,
  start: MARCH,
  end: MARCH + 24 * HOUR,
  value: 81.3,
  limit: 80,
  unit: 'mg/m3',
  severity: 'serious',
  covers: ['WTE-01'],
  asOf: MARCH + 25 * HOUR,
  facts: {},
  ...change,
});

export const sampleLead = (change: Partial<Lead> = {}): Lead => ({
  id: 'ld-1',
  site: 'demo-wte',
  cause: 'exceedance demo-wte-f1',
  queue: 'enforcement',
  evidence: null,
  severity: 'serious',
  priority: 70,
  reasons: [{ zh: '日均值超标', en: 'daily mean above the limit' }],
  says: { zh: '1 号炉一氧化碳超标', en: 'Furnace 1: CO above the limit' },
  state: 'new',
  assignee: null,
  openedAt: MARCH + 48 * HOUR,
  start: MARCH,
  end: MARCH + 24 * HOUR,
  alerts: ['al-1'],
  version: 1,
  ...change,
});

export const sampleMark = (change: Partial<Mark> = {}): Mark => ({
  id: 'mk-1',
  outlet: 'demo-wte-f1',
  kind: 'shut-down',
  start: MARCH + HOUR,
  end: MARCH + 3 * HOUR,
  createdAt: MARCH + 9 * HOUR,
  ...change,
});

export const sampleDevice = (change: Partial<DeviceCounters> = {}): DeviceCounters => ({
  mn: '88888880000001',
  outlet: 'demo-wte-f1',
  edition: '2017',
  lastSeen: MARCH + HOUR,
  lastData: MARCH + HOUR - 60_000,
  peer: 'tcp 127.0.0.1:40112',
  received: 10,
  accepted: 7,
  repeat: 1,
  rewrite: 0,
  rejected: 2,
  reasons: { CRC: 2 },
  oddities: { LEN: 1 },
  clockSkewMs: 1200,
  ...change,
});

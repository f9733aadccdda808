import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { SHIPPED_RULES } from '../app/rule-folder.ts';

/** What every rules folder has, and the tables that the shipped tests use. */
const COMMON = [
  'basis.yaml',
  'engine.yaml',
  'leads.yaml',
  'standards/gb18485-2014.yaml',
  'marks/waste-incineration.yaml',
];

/** A rules folder of a test's own: the common files that ship, and the given files beside them. Removed at the end. */
export function ownRules(files: Record<string, string>): { folder: string; write(name: string, text: string): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-rules-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  for (const name of COMMON) cpSync(path.join(SHIPPED_RULES, name), path.join(folder, name), { recursive: true });
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { folder, write };
}

/** A rule about hour means of CO and SO2 of incinerators, whose lines can be told apart. */
export const HOUR_RULE = `id: own-hour
title: { zh: 小时均值, en: Hour mean }
detector: legal/hour-over
kind: exceedance
severity: warning
scope: { industry: [waste-incineration], medium: [flue-gas] }
with:
  factors: [a21005, a21026]
  minMinutes: 45
  minHours: 20
  preWarning: false
  against: hour
ladder: [{ count: 3, level: L2 }]
settle: 36h
basis: [esupervision-2019-64]
says:
  zh: "{factor} {value} {unit}，限值 {limit}，{count} 小时"
  en: "{factor} {value} {unit}, limit {limit}, {count} hour(s)"
level: L1
`;

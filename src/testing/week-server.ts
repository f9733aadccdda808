import { parseTime } from '../model/beijing.ts';
import type { AlertView } from '../model/views/alerts.ts';
import type { Page } from '../model/views/page.ts';
import { minuteFrame, weekFrames } from './plant-week.ts';
import { expectedAlerts, TOLD, weekMarks } from './week.ts';

/** The week, and a minute of the next day from each furnace: only then is the last day over on their own clock. */
export const weekAndMore = (): string[] => [
  ...weekFrames()
    .toString('latin1')
    .split(/(?=##\d{4}QN)/),
  ...['week-f1', 'week-f2'].map((outlet) =>
    minuteFrame(outlet, parseTime('2026-03-09 00:20'), ['a19001-Avg=11,a19001-Flag=N']),
  ),
];

/** Enters the marks of the week at a server. */
export async function enterMarks(http: string): Promise<void> {
  for (const mark of weekMarks()) {
    const body = { outlet: mark.outlet, mark: mark.kind, start: new Date(mark.start), end: new Date(mark.end) };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${http}/api/v1/marks`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`a mark was not taken: ${answer.status} ${await answer.text()}`);
  }
}

/** The marks are entered today, long after that week: that they are late is true, and no part of the fixture. */
const inTime = ({ rule }: Record<string, unknown>) => rule !== 'mark-late';

/** What a server says of the week, as the fixture tells it. */
export async function alertsOfWeek(http: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${http}/api/v1/alerts?limit=500&sort=-start`);
  const { items } = (await answer.json()) as Page<AlertView>;
  const key = (alert: AlertView) => `${alert.start}|${alert.rule}|${alert.outlet}|${alert.factor ?? ''}`;
  const told = items.filter((alert) => alert.start < '2026-03-09').sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return told.map((alert) => Object.fromEntries(TOLD.map((name) => [name, alert[name]]))).filter(inTime);
}

export const expectedOfWeek = () => expectedAlerts().filter(inTime);

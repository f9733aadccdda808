import { minuteText } from '../../model/beijing.ts';
import type { Mark } from '../../model/mark.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import type { Report } from '../cems/report.ts';

export const READINGS_HEADER = 'time,outlet,factor,grain,stat,value,flag,receivedAt\n';
export const MARKS_HEADER = 'outlet,mark,start,end,createdAt\n';

/** `2026-03-01 14:00:00` Beijing time */
const seconds = (at: number) => {
  const text = minuteText(at);
  return text.length === 16 ? `${text}:00` : text;
};

/** The report as rows of the CSV of readings: the same numbers that the frames carry. */
export function readingRows(report: Report, receivedAt: number): string {
  const head = `${seconds(report.at)},${report.outlet},`;
  const received = seconds(Math.floor(receivedAt / 1000) * 1000);
  let rows = '';
  for (const cell of report.cells) {
    for (const [stat, text] of cell.values) {
      rows += `${head}${cell.factor},${report.grain},${stat},${text},${cell.flag},${received}\n`;
    }
  }
  return rows;
}

export function markRow(mark: Mark): string {
  const times = [mark.start, mark.end, mark.createdAt].map(seconds).join(',');
  return `${mark.outlet},${MARK_KINDS[mark.kind].name.zh},${times}\n`;
}

/** Putting spans that overlap into lanes, so that none hides another. */
import type { Span } from '../../model/beijing.ts';

/**
 * Lane number of each span, in the order given (give the most important first): the first lane in which it overlaps
 * nothing, at most `lanes`; what finds no place goes into the last.
 */
export function laneOf(spans: readonly Span[], lanes: number): number[] {
  const taken: Span[][] = Array.from({ length: lanes }, () => []);
  return spans.map((span) => {
    const free = taken.findIndex((lane) => lane.every((other) => other.end <= span.start || span.end <= other.start));
    const lane = free < 0 ? lanes - 1 : free;
    taken[lane]!.push(span);
    return lane;
  });
}

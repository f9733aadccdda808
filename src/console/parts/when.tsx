/** Times and spans on the page. */
import { DAY_MS, minuteText, parseTime } from '../../model/beijing.ts';
import { age, at, dateOf, duration, period, periodText, secondText, shortTime } from '../format/time.ts';
import { type Translate, useWords } from '../i18n/index.ts';
import { useNow } from './now.ts';

export function lengthText(t: Translate, ms: number): string {
  const { unit, n } = duration(ms);
  return t(`time.${unit}`, { n });
}

/** How old something is, in whole units. */
export function ageText(t: Translate, ms: number): string {
  const { unit, n } = age(ms);
  return t(`time.${unit}`, { n });
}

const agoText = (t: Translate, ms: number) => (ms < 5000 ? t('time.justNow') : t('time.ago', { age: ageText(t, ms) }));

/** How long ago; the instant itself in the tooltip. `none` where it never was. */
export function Ago({ time, none = '—' }: { time: string | null; none?: string }) {
  const { t } = useWords();
  const now = useNow(10_000);
  const then = at(time);
  if (time === null || then === null || Number.isNaN(then)) return <span className="muted">{none}</span>;
  return (
    <time dateTime={time} title={`${dateOf(then)} ${secondText(then)}`} className="num nowrap">
      {now - then < 7 * DAY_MS ? agoText(t, now - then) : shortTime(then)}
    </time>
  );
}

/** An instant: `2026-03-01 14:00`. */
export function Moment({ time }: { time: string }) {
  return (
    <time dateTime={time} className="num nowrap">
      {minuteText(parseTime(time))}
    </time>
  );
}

/** A span in one line. */
export function Span({ start, end }: { start: string; end: string }) {
  return <span className="num nowrap">{periodText(at(start), at(end))}</span>;
}

/** A span in two lines, for tables: date above, clock and length below. */
export function SpanCell({ start, end }: { start: string; end: string }) {
  const { t } = useWords();
  const { date, clock } = period(at(start), at(end));
  const length = lengthText(t, at(end) - at(start));
  return (
    <div className="num nowrap">
      {date}
      <div className="muted small">{clock === '' ? `${t('time.wholeDay')} · ${length}` : `${clock} · ${length}`}</div>
    </div>
  );
}

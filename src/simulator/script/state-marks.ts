import { dayOf, dayStart, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import type { MarkKind } from '../../model/mark.ts';
import type { FurnaceState } from '../plant/furnace-state.ts';

const ENTERED_AFTER_MS = 10 * MINUTE_MS;

interface StateMark {
  kind: MarkKind;
  start: number;
  end: number;
  createdAt: number;
}

/**
 * The marks that an operator enters because the furnace is not running normally: one for each state, entered a few
 * minutes after it ended, at the latest after midnight.
 */
export class StateMarks {
  #lateMs: number;
  #state: FurnaceState = 'running';
  #since = 0;

  constructor(habit: 'truthful' | 'late') {
    this.#lateMs = habit === 'late' ? 48 * HOUR_MS : 0;
  }

  /** `state` held during the minute that began at `at`. */
  minute(state: FurnaceState, at: number): StateMark[] {
    const midnight = at === dayStart(dayOf(at));
    if (state === this.#state && !midnight) return [];
    const ended = this.#mark(at);
    this.#state = state;
    this.#since = at;
    return ended;
  }

  #mark(end: number): StateMark[] {
    if (this.#state === 'running' || this.#since === end) return [];
    return [{ kind: this.#state, start: this.#since, end, createdAt: end + ENTERED_AFTER_MS + this.#lateMs }];
  }
}

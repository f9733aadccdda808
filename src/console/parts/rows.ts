import { useCallback, useRef, useState } from 'react';
import { useHotkeys } from './hotkeys.ts';

/**
 * A cursor over the rows of a list: j/k and arrows move the focus, Enter opens. One row at a time can be reached with
 * Tab. Spread `rowProps` on the rows and put `listRef` on an element around them.
 */
export function useRows(ids: string[], open: (id: string) => void) {
  const listRef = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const here = Math.min(cursor, Math.max(0, ids.length - 1));

  const focus = (i: number) => {
    const next = Math.max(0, Math.min(ids.length - 1, i));
    setCursor(next);
    listRef.current?.querySelectorAll<HTMLElement>('[data-row]')[next]?.focus();
  };
  const inside = () => listRef.current?.contains(document.activeElement) ?? false;
  const move = (by: number) => focus(inside() ? here + by : here);
  const moveInside = (by: number) => (event: KeyboardEvent) => {
    if (!inside()) return;
    event.preventDefault();
    move(by);
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: moveInside(1),
    ArrowUp: moveInside(-1),
    o: () => inside() && ids[here] !== undefined && open(ids[here]),
    Enter: () => document.activeElement?.hasAttribute('data-row') && ids[here] !== undefined && open(ids[here]),
  });

  const rowProps = useCallback(
    (i: number) => ({
      'data-row': i,
      tabIndex: i === here ? 0 : -1,
      onFocus: () => setCursor(i),
    }),
    [here],
  );
  return { listRef, rowProps };
}

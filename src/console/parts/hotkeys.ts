import { useEffect, useRef } from 'react';
import { recall } from './memory.ts';

type Keys = Record<string, (event: KeyboardEvent) => void>;

/** Single keys can be switched off (WCAG 2.1.4); Escape, Enter and arrows always work. */
export const singleKeysOn = () => recall('keys') !== 'off';

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role="combobox"], [role="textbox"]'));

/** Keys by `KeyboardEvent.key`. Quiet while somebody types or holds Ctrl, Alt or Meta, and behind an open dialog. */
export function useHotkeys(keys: Keys, { active = true } = {}): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (typing(event.target)) return;
      if (event.key.length === 1 && !singleKeysOn()) return;
      latest.current[event.key]?.(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [active]);
}

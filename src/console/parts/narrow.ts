import { useSyncExternalStore } from 'react';

/** True while the media query holds. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (tell) => {
      const list = matchMedia(query);
      list.addEventListener('change', tell);
      return () => list.removeEventListener('change', tell);
    },
    () => matchMedia(query).matches,
  );
}

/** A phone: lists become cards, the menu moves to the bottom. */
export const useNarrow = () => useMedia('(max-width: 767px)');

/** Too little room for a table of eight columns. */
export const useCompact = () => useMedia('(max-width: 960px)');

export const useStill = () => useMedia('(prefers-reduced-motion: reduce)');

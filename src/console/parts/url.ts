import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

type Patch = Record<string, string | null | undefined>;

/** The URL is the state: reads a search parameter, or changes some (empty ones leave the address). */
export function useUrl() {
  const [params, setParams] = useSearchParams();
  const patch = useCallback(
    (changes: Patch, { replace = false } = {}) => {
      // From the address itself, not from the last render: two changes may follow each other within one.
      const after = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(changes)) {
        if (value === null || value === undefined || value === '') after.delete(key);
        else after.set(key, value);
      }
      setParams(after, { replace });
    },
    [setParams],
  );
  return { get: (key: string) => params.get(key) ?? '', patch, search: params.toString() };
}

import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export type Patch = Record<string, string | null | undefined>;

/** The URL is the state: reads a search parameter, or changes some (empty ones leave the address). */
export function useUrl() {
  const [params, setParams] = useSearchParams();
  const patch = useCallback(
    (changes: Patch, how: { replace?: boolean } = {}) => {
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [key, value] of Object.entries(changes)) {
            if (value === null || value === undefined || value === '') after.delete(key);
            else after.set(key, value);
          }
          return after;
        },
        { replace: how.replace ?? false },
      );
    },
    [setParams],
  );
  return { get: (key: string) => params.get(key) ?? '', patch, search: params.toString() };
}

import type { Text } from '../../model/text.ts';
import { Refused } from '../carrier.ts';
import { withoutSecrets } from '../http.ts';
import type { VideoSettings } from './settings.ts';

/** What a platform's JSON answer says of a clip or picture. */
export interface Found {
  done: boolean;
  reference: string | null;
  url: string | null;
  sha256: string | null;
  /** what is odd about it all the same */
  odd: Text | null;
}

const LONGEST = 2000;

/**
 * @param secrets never taken over, even where the platform repeats them
 * @throws Refused where it says that it failed, or lacks what the settings promise
 */
export function readAnswer(text: string, settings: VideoSettings['answer'], secrets: readonly string[]): Found {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Refused({
      zh: `应答不是 JSON：${withoutSecrets(text.replace(/\s+/g, ' '), secrets).slice(0, 80)}`,
      en: `its answer is no JSON: ${withoutSecrets(text.replace(/\s+/g, ' '), secrets).slice(0, 80)}`,
    });
  }
  const at = (field: string | undefined) => (field === undefined ? null : plain(valueAt(json, field), secrets));
  const state = at(settings.state);
  if (state !== null && settings.failed.includes(state)) {
    const why = at(settings.says)?.slice(0, 200) ?? state;
    throw new Refused({ zh: `平台未能给出：${why}`, en: `the platform could not give it: ${why}` });
  }
  const done = settings.state === undefined || (state !== null && settings.ready.includes(state));
  const reference = at(settings.reference);
  const url = at(settings.url);
  if (reference !== null && (/^\.{1,2}$/.test(reference) || hasControls(reference))) {
    throw new Refused({ zh: '应答中的编号不可用', en: 'the reference in its answer cannot be used' });
  }
  if (done && reference === null && url === null) {
    const fields = [settings.reference, settings.url].filter(Boolean).join(', ');
    throw new Refused({ zh: `应答中没有 ${fields}`, en: `nothing in its answer at ${fields}` });
  }
  return { done, reference, url, ...hashOf(at(settings.sha256)) };
}

function valueAt(json: unknown, field: string): unknown {
  let at = json;
  for (const step of field.split(/[.[\]]+/).filter((part) => part !== '')) {
    if (at === null || typeof at !== 'object') return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}

function plain(value: unknown, secrets: readonly string[]): string | null {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '' || value.length > LONGEST) return null;
  return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '***')), value);
}

/** Hexadecimal, perhaps after `sha256:`. */
function hashOf(given: string | null): Pick<Found, 'sha256' | 'odd'> {
  if (given === null) return { sha256: null, odd: null };
  const [, hash] = /^(?:sha-?256:)?([0-9a-f]{64})$/i.exec(given.trim()) ?? [];
  if (hash !== undefined) return { sha256: hash.toLowerCase(), odd: null };
  const odd = { zh: '平台给出的哈希不是 SHA-256', en: 'the hash that the platform gave is no SHA-256' };
  return { sha256: null, odd };
}

const hasControls = (text: string) => /[\u0000-\u001f\u007f]/.test(text);

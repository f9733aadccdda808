import { Problem, type ProblemBody } from './problem.ts';

export type Query = Record<string, string | number | null | undefined>;

const BASE = '/api/v1';

/** `?a=1&b=2` without what is empty. */
function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

async function call<T>(
  path: string,
  init: RequestInit,
  read: (answer: Response) => Promise<T> = (answer) => answer.json() as Promise<T>,
): Promise<T> {
  const headers = { accept: 'application/json', 'accept-language': document.documentElement.lang, ...init.headers };
  const answer = await fetch(BASE + path, { ...init, headers, credentials: 'same-origin' });
  if (answer.ok) return read(answer);
  throw new Problem(answer.status, await bodyOf(answer));
}

/** The problem document; a proxy may answer with something else, which then says nothing. */
async function bodyOf(answer: Response): Promise<ProblemBody> {
  try {
    return (await answer.json()) as ProblemBody;
  } catch {
    return {};
  }
}

/** Reads. Throws {@link Problem} for an error answer, `TypeError` where no answer came. */
export function get<T>(
  path: string,
  query: Query = {},
  signal?: AbortSignal,
  headers: Record<string, string> = {},
): Promise<T> {
  return call<T>(path + queryText(query), { headers, ...(signal ? { signal } : {}) });
}

/** Reads a text, an HTML page for instance. Throws like {@link get}. */
export const getText = (path: string, query: Query, signal?: AbortSignal): Promise<string> =>
  call(path + queryText(query), signal ? { signal } : {}, (answer) => answer.text());

/** Where a resource is, for links. */
export const addressOf = (path: string, query: Query): string => BASE + path + queryText(query);

/** Writes a JSON body. Throws like {@link get}. @param headers `if-match` and the like */
export const post = <T>(path: string, body: unknown, headers: Record<string, string> = {}) =>
  write<T>('POST', path, body, headers);

/** Puts a JSON body in the place of what is there. */
export const put = <T>(path: string, body: unknown, headers: Record<string, string>) =>
  write<T>('PUT', path, body, headers);

function write<T>(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<T> {
  return call<T>(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { lineOf } from '../../ingest/codecs/mapped/cells.ts';
import type { Sheet } from '../../model/sheet.ts';
import type { StatementOutcome, StatementsView } from '../../model/views/statements.ts';
import { NotSent } from './destination.ts';

/** Rows sent at once: well below what a server takes. */
const PIECE_ROWS = 5000;

/** A server that takes nothing is tried again after these many seconds. */
const PATIENCE_S = [1, 2, 4, 8, 15];

/**
 * Sends a table of statements (marks, orders, complaints) to a running server, piece by piece. What was sent before an
 * interruption is a repeat the next time.
 * @param url of the resource
 * @param waiting told when the server has to be waited for, in seconds
 * @throws NotSent
 */
export async function* sendStatements(
  url: string,
  { columns, rows }: Sheet,
  language: string,
  waiting: (seconds: number) => void,
): AsyncGenerator<StatementOutcome> {
  for (let from = 0; from < rows.length; from += PIECE_ROWS) {
    const piece = rows.slice(from, from + PIECE_ROWS);
    const text = [columns, ...piece.map(({ cells }) => cells)].map(lineOf).join('\n');
    for (const outcome of await send(url, text, language, waiting)) {
      yield { ...outcome, row: from + outcome.row, line: piece[outcome.row]?.line ?? 0 };
    }
  }
}

interface Refused {
  detail?: string;
  errors?: { pointer: string; code: string; message: string; hint?: string }[];
}

async function send(url: string, text: string, language: string, waiting: (seconds: number) => void) {
  for (const patience of [...PATIENCE_S, undefined]) {
    const answer = await fetch(url, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'text/csv; charset=utf-8', 'accept-language': language },
    }).catch(() => undefined);
    if (answer?.ok) return ((await answer.json()) as StatementsView).rows;
    if (answer && answer.status !== 503) return refusedRows(url, answer.status, (await answer.json()) as Refused);
    if (patience === undefined) break;
    waiting(patience);
    await sleep(patience * 1000);
  }
  throw new NotSent({
    zh: `${url} 没有应答；请启动 fluewatch serve`,
    en: `${url} does not answer; start fluewatch serve`,
  });
}

/** Where no row at all could be used, the server says so as an error. */
function refusedRows(url: string, status: number, { detail, errors = [] }: Refused): StatementOutcome[] {
  const told = new Set<string>();
  const rows = errors.flatMap(({ pointer, code, message, hint }): StatementOutcome[] => {
    const [, row = '', field = ''] = pointer.split('/');
    if (!/^\d+$/.test(row) || told.has(row)) return [];
    told.add(row);
    const said = (hint ? `${message}. ${hint}` : message).replace(/^(第 \d+ 行：|line \d+: )/, '');
    return [{ row: Number(row), id: null, outcome: 'rejected', field, why: code, says: { zh: said, en: said } }];
  });
  if (rows.length > 0) return rows;
  const said = errors.map(({ message, hint }) => (hint ? `${message}. ${hint}` : message)).join('; ') || detail;
  throw new NotSent({ zh: `${url} 拒收（${status}）：${said}`, en: `${url} refuses (${status}): ${said}` });
}

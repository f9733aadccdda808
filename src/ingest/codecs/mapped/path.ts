import type { Text } from '../../../model/text.ts';

/**
 * Where a value stands in a message, in a small part of what JSONPath says:
 *
 * - `a.b`, `a[0].b`, `['a b'].c`  from the record on; `.` is the record itself
 * - `$.a`                         from the message on
 * - `^.a`                         from the record one list further out, `^^` two
 * - `[*]`, `.*`                   every element, only in the path of the records
 * - `{topic.2}`                   second part of the subject (MQTT topic, Kafka topic, file path), from 1; `{topic}` all
 * - `{key}`                       the name under which the last `*` found the record
 */
export interface Path {
  from: 'record' | 'message' | 'topic' | 'key';
  /** from the record: so many lists further out. From the topic: its part, from 1; 0 = all */
  up: number;
  steps: readonly Step[];
}

/** A name, a place in a list, or every element. */
export type Step = string | number | typeof EVERY;
export const EVERY = Symbol('every element');

const SPECIAL = /^\{(key|topic)(?:\.(\d{1,2}))?\}$/;
const STEP =
  /\.?\[(\d{1,9})\]|\.?\['([^']+)'\]|\.?\["([^"]+)"\]|\.?\[(\*)\]|\.(\*)(?=$|[.[])|(?:^|\.)([^.[\]{}^$*'"][^.[\]{}]*)/y;

export function parsePath(text: string): Path | { says: Text } {
  const special = SPECIAL.exec(text);
  if (special) return { from: special[1] as 'key' | 'topic', up: Number(special[2] ?? 0), steps: [] };
  const root = /^(?:\$|\^+)?/.exec(text)![0];
  const from = root === '$' ? 'message' : 'record';
  const up = root === '$' ? 0 : root.length;
  const rest = text.slice(root.length);
  if (rest === '' || rest === '.') return { from, up, steps: [] };
  const steps: Step[] = [];
  for (let at = 0; at < rest.length; ) {
    STEP.lastIndex = at;
    const found = STEP.exec(rest);
    if (!found || (at === 0 && root !== '' && /^[^.[]/.test(rest))) {
      const shown = rest.slice(at, at + 20);
      return {
        says: {
          zh: `路径“${text}”从“${shown}”起无法识别；写法如 data.value、$.list[*]、['列 名']、{topic.2}`,
          en: `path "${text}" makes no sense from "${shown}" on; write data.value, $.list[*], ['a name'] or {topic.2}`,
        },
      };
    }
    const [whole, place, single, double, star, dotStar, name] = found;
    steps.push(star || dotStar ? EVERY : place !== undefined ? Number(place) : (single ?? double ?? name!));
    at += whole.length;
  }
  return { from, up, steps };
}

/** What a path is read from. */
export interface Place {
  /** the parsed message */
  message: unknown;
  subject: string;
  /** parts of the subject */
  topic: readonly string[];
  /** where the last `*` found the record */
  key: string | number;
  /** records further out, the nearest last */
  outer: unknown[];
}

export type Read = (record: unknown, place: Place) => unknown;

/** Finds what a path names; undefined where there is nothing. */
export function reader({ from, up, steps }: Path): Read {
  if (from === 'key') return (_, place) => place.key;
  if (from === 'topic') return (_, place) => (up === 0 ? place.subject : place.topic[up - 1]);
  if (from === 'message') return (_, { message }) => follow(message, steps);
  if (up > 0) return (_, { outer }) => follow(outer[outer.length - up], steps);
  const [only] = steps;
  if (steps.length !== 1) return (record) => follow(record, steps);
  return (record) => (isObject(record) ? record[only as string] : undefined);
}

function follow(node: unknown, steps: readonly Step[]): unknown {
  for (const step of steps) {
    if (!isObject(node)) return undefined;
    node = node[step as string];
  }
  return node;
}

const isObject = (node: unknown): node is Record<string, unknown> => node !== null && typeof node === 'object';

/** Calls for each record that the path finds; a list at its end is taken element by element. */
export function eachAt(
  message: unknown,
  steps: readonly Step[],
  place: Place,
  record: (record: unknown) => void,
): void {
  const elements = (node: unknown, take: (element: unknown) => void): void => {
    if (!isObject(node)) return;
    if (Array.isArray(node)) {
      for (let i = 0; i < node.length; i++) {
        place.key = i;
        take(node[i]);
      }
      return;
    }
    for (const key of Object.keys(node)) {
      place.key = key;
      take(node[key]);
    }
  };
  const walk = (node: unknown, n: number): void => {
    if (n === steps.length) {
      if (Array.isArray(node)) elements(node, record);
      else if (node !== undefined) record(node);
    } else if (steps[n] !== EVERY) walk(isObject(node) ? node[steps[n] as string] : undefined, n + 1);
    else if (n + 1 === steps.length) elements(node, record);
    else {
      elements(node, (element) => {
        place.outer.push(element);
        walk(element, n + 1);
        place.outer.pop();
      });
    }
  };
  place.outer.length = 0;
  place.outer.push(message);
  walk(message, 0);
}

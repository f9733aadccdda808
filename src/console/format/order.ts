import type { Text } from '../../model/text.ts';
import type { SiteOrderView } from '../../model/views/statements.ts';

/** `错峰生产 −50%`: the kind of an order and what it asks for. */
export function orderText({ name, reduce }: SiteOrderView, say: (text: Text) => string): string {
  if (reduce === null) return say(name);
  return `${say(name)} ${reduce === 100 ? say(STOP) : `−${reduce}%`}`;
}

const STOP: Text = { zh: '停产', en: 'stop' };

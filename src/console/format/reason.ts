/**
 * An alert's sentence without the site and outlet that it begins with, for lists that show these in places of their own.
 * A sentence that does not begin so stays whole.
 */
export function reason(says: string, ...shown: string[]): string {
  const beginning = shown.join(' ');
  return says.startsWith(beginning) ? says.slice(beginning.length).replace(/^[\s,，:：]+/, '') : says;
}

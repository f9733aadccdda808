/**
 * An alert's sentence without the site and outlet that it begins with, for lists that show both in places of their own.
 * A sentence that does not begin so stays whole.
 */
export function reason(says: string, site: string, outlet: string): string {
  const beginning = `${site} ${outlet}`;
  return says.startsWith(beginning) ? says.slice(beginning.length).replace(/^[\s,，:：]+/, '') : says;
}

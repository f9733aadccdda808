/** Puts values where a template has `{{name}}`, escaped as the media type asks. */
export function filler(contentType: string, values: Readonly<Record<string, string>>): (template: string) => string {
  const escaped = (value: string) => {
    if (contentType.includes('json')) return JSON.stringify(value).slice(1, -1);
    return contentType.includes('form') ? encodeURIComponent(value) : value;
  };
  return (template) => template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => escaped(values[name] ?? ''));
}

/** Names that a template asks for. */
export const namesIn = (template: string): string[] =>
  [...template.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);

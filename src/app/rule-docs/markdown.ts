/** The few pieces of Markdown that the documentation is made of. */
export const code = (text: unknown) => `\`${typeof text === 'string' ? text : JSON.stringify(text)}\``;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export const fenced = (text: string, language = 'yaml') => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

/** Paragraphs, without those that are empty. */
export const page = (...parts: string[]) => `${parts.filter((part) => part !== '').join('\n\n')}\n`;

/** A user-facing text in both languages of the product: Chinese first, English complete. */
export interface Text {
  zh: string;
  en: string;
}
export type Language = keyof Text;

/** A description as schemas carry it, `中文 / English`; one language alone stands for both. */
export function bothOf(description: string): Text {
  const at = description.indexOf(' / ');
  if (at < 0) return { zh: description, en: description };
  return { zh: description.slice(0, at), en: description.slice(at + 3) };
}

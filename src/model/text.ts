/** A user-facing text in both languages of the product: Chinese first, English complete. */
export interface Text {
  zh: string;
  en: string;
}
export type Language = keyof Text;

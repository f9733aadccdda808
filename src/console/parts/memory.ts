/** Small choices kept in the browser. Where storage is forbidden the choice lasts for the page. */
type Key = 'language' | 'theme' | 'menu' | 'keys' | 'by' | 'staff';

export function recall(key: Key): string | null {
  try {
    return localStorage.getItem(`fluewatch.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: Key, value: string): void {
  try {
    localStorage.setItem(`fluewatch.${key}`, value);
  } catch {
    // private windows of some browsers refuse; nothing is lost but the memory
  }
}

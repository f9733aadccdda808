import type { Language } from '../model/text.ts';

/** The language that an `Accept-Language` header likes best of ours (RFC 9110 §12.5.4). Chinese where it names neither. */
export function languageOf(header: string | undefined): Language {
  let best: Language = 'zh';
  let bestQuality = 0;
  for (const part of (header ?? '').split(',')) {
    const [range = '', ...params] = part.trim().toLowerCase().split(';');
    const language = range.startsWith('en') ? 'en' : range.startsWith('zh') || range === '*' ? 'zh' : undefined;
    const quality = Number(
      params
        .find((p) => p.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    );
    if (language && quality > bestQuality) {
      best = language;
      bestQuality = quality;
    }
  }
  return best;
}

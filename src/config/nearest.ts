/**
 * The candidate closest to a word by edit distance (Damerau–Levenshtein, restricted), if any is close enough to help; else
 * one that the word is a piece of (`hour-over`, `GB4915`).
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return (
    best ??
    (word.length < 4 ? undefined : [...candidates].find((one) => one.toLowerCase().includes(word.toLowerCase())))
  );
}

/**
 * The candidate that a word was meant for beyond doubt: the same letters (`Waste_Incineration`), or one slip in seven of
 * them. For lists to which people may add words of their own.
 */
export function mistyped(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.includes(word)) return undefined;
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const slips = Math.max(1, Math.floor(word.length / 7));
  return candidates.find(
    (candidate) =>
      letters(candidate) === letters(word) || (word.length > 3 && editDistance(word.toLowerCase(), candidate) <= slips),
  );
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, substitution);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

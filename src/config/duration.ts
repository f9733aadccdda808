import { z } from 'zod';
import { refuse } from './strict-yaml.ts';

const UNITS: Record<string, number> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d+(?:\.\d+)?)\s*(s|m|min|h|d)$/;

const written = z.string().meta({ examples: ['36h', '10m'] });

/** `36h`, `10m`, `90s`, `5d` → ms */
export const durationSchema = written.transform((text, context) => {
  const parts = DURATION.exec(text.trim());
  if (parts) return Number(parts[1]) * UNITS[parts[2]!]!;
  return refuse(context, {
    zh: `“${text}”不是时长，应写作 36h、10m、90s 或 5d`,
    en: `"${text}" is not a duration like 36h, 10m, 90s or 5d`,
  });
});

/** ms → `36h` */
export function durationText(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's']) {
    const size = UNITS[unit]!;
    if (ms >= size && ms % size === 0 && (unit !== 'd' || ms >= 3 * size)) return `${ms / size}${unit}`;
  }
  return `${ms / 1000}s`;
}

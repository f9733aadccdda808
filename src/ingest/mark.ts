import type { Mark } from '../model/mark.ts';
import { markId } from '../model/mark-id.ts';

/** A mark with an id made of its content, so that sending it twice is sending it once. */
export const markOf = (content: Omit<Mark, 'id'>): Mark => ({ id: markId(content), ...content });

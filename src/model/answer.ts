import type { Author } from './author.ts';
import type { Statement } from './statement.ts';

/** What an enterprise says to an alert about itself (企业说明). It stays with the alert and goes with its leads. */
export interface AlertAnswer {
  id: string;
  alert: string;
  site: string;
  /** who the token belongs to */
  enterprise: string;
  author: Author;
  text: string;
  /** when it was received, epoch ms */
  at: number;
}

export const answerStatement = (answer: AlertAnswer): Statement => ({
  kind: 'answer',
  id: answer.id,
  subject: answer.alert,
  start: answer.at,
  end: answer.at,
  body: JSON.stringify(answer),
});

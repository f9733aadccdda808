import type { Footage } from '../model/footage.ts';
import { type Database, query } from './database.ts';

/** Oldest span first. */
export function footageOfAlert(db: Database, alert: string): Footage[] {
  return db
    .all(query.selectFrom('footage').select('body').where('alert', '=', alert).orderBy('from_at').orderBy('id'))
    .map(bodyOf);
}

/** Of all alerts that a lead holds, oldest span first. */
export function footageOfLead(db: Database, lead: string): Footage[] {
  return db
    .all(
      query
        .selectFrom('lead_alert')
        .innerJoin('footage', 'footage.alert', 'lead_alert.alert')
        .select('footage.body')
        .where('lead_alert.lead', '=', lead)
        .orderBy('footage.from_at')
        .orderBy('footage.id'),
    )
    .map(bodyOf);
}

export function footageById(db: Database, id: string): Footage | undefined {
  const row = db.get(query.selectFrom('footage').select('body').where('id', '=', id));
  return row && bodyOf(row);
}

const bodyOf = ({ body }: { body: string }) => JSON.parse(body) as Footage;

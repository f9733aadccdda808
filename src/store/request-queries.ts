import type { DeviceRequest } from '../model/request.ts';
import { type Database, query } from './database.ts';
import { isAfter, type Key, type Slice, sliceOf } from './slice.ts';

const SORT_COLUMNS = ['at', 'id'];

/** What was asked of a device, latest first. */
export function requestSlice(db: Database, mn: string, after: Key | null, limit: number): Slice<DeviceRequest> {
  const rows = db.all(
    query
      .selectFrom('device_request')
      .select(['id', 'at', 'body'])
      .where('mn', '=', mn)
      .$if(after !== null, (q) => q.where(isAfter(SORT_COLUMNS, after!)))
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1),
  );
  return sliceOf(rows, limit, bodyOf, ({ at, id }) => [at, id]);
}

/** Requests of which nobody has told the end. */
export function openRequests(db: Database): DeviceRequest[] {
  return db.all(query.selectFrom('device_request').select('body').where('open', '=', 1)).map(bodyOf);
}

const bodyOf = ({ body }: { body: string }) => JSON.parse(body) as DeviceRequest;

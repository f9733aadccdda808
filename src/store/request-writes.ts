import type { DeviceRequest } from '../model/request.ts';
import { isOpen } from '../model/request.ts';
import { type Database, query } from './database.ts';

/** Of each request to a device the latest that is known. */
export function requestWrites(db: Database): (request: DeviceRequest) => void {
  return (request) => {
    const { id, mn, at } = request;
    const said = { mn, at, open: isOpen(request) ? 1 : 0, body: JSON.stringify(request) };
    db.run(
      query
        .insertInto('device_request')
        .values({ id, ...said })
        .onConflict((c) => c.column('id').doUpdateSet(said)),
    );
  };
}

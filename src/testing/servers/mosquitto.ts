import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OtherServer } from './process.ts';

const MOSQUITTO = process.env.MOSQUITTO ?? '/usr/sbin/mosquitto';

/** Whether tests with a real Mosquitto run: where it is installed, and in CI in any case. */
export const withMosquitto = existsSync(MOSQUITTO) || process.env.FLUEWATCH_REQUIRE_ALL === '1';

/** A Mosquitto that keeps sessions and messages where it is ended with SIGTERM. Not started yet. */
export function mosquitto(extra: (folder: string) => readonly string[] = () => ['allow_anonymous true']) {
  return OtherServer.prepare((port, folder) => {
    const file = path.join(folder, 'mosquitto.conf');
    const lines = [
      `listener ${port} 127.0.0.1`,
      'user root',
      'persistence true',
      `persistence_location ${folder}/`,
      'max_queued_messages 0',
      ...extra(folder),
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    return [MOSQUITTO, '-c', file];
  });
}

import { get } from 'node:http';

/**
 * Listens to the live stream as so many clients; tells its parent when all are connected, and again when each has heard of so
 * many alerts. For the bench `fanout`.
 */
const [port, clients, alerts] = process.argv.slice(2).map(Number) as [number, number, number];
const ALERT = 'event: alert\n';
let connected = 0;
let done = 0;
let heard = 0;

for (let c = 0; c < clients; c++) {
  get({ host: '127.0.0.1', port, agent: false }, (answer) => {
    answer.setEncoding('latin1');
    let rest = '';
    let count = 0;
    if (++connected === clients) process.send!({ connected });
    answer.on('data', (text: string) => {
      const all = rest + text;
      let at = all.indexOf(ALERT);
      let last = 0;
      for (; at >= 0; at = all.indexOf(ALERT, last)) {
        count++;
        last = at + ALERT.length;
      }
      rest = all.slice(Math.max(last, all.length - ALERT.length + 1));
      if (count < alerts) return;
      answer.destroy();
      heard += count;
      if (++done === clients) process.send!({ heard });
    });
  });
}

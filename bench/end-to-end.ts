import type { Figures } from './run.ts';
import { send, withServer } from './server.ts';

const DEVICES = 500;

/**
 * HJ 212 over loopback TCP from another process that waits for every 9014: journal durable, ledger, all shipped rules,
 * alerts in the store. `readingsPerSecond` counts until the last alert is stored, not only until the last answer.
 */
export async function run(): Promise<Figures> {
  const flood = await withServer(DEVICES, async (running, http) => {
    const { port } = running.gateway;
    await send({ host: '127.0.0.1', port, devices: DEVICES, minutes: 10 });
    const began = performance.now();
    const result = await send({
      host: '127.0.0.1',
      port,
      devices: DEVICES,
      minutes: 240,
      start: Date.parse('2026-03-01T01:00:00+08:00'),
    });
    const answered = (performance.now() - began) / 1000;
    await running.settled();
    const seconds = (performance.now() - began) / 1000;
    const devices = (await (await fetch(`${http}/api/v1/devices?limit=500`)).json()) as {
      items: { accepted: number }[];
    };
    const accepted = devices.items.reduce((sum, device) => sum + device.accepted, 0);
    return { result, answered, seconds, accepted };
  });
  const steady = await withServer(DEVICES, (running) =>
    send({ host: '127.0.0.1', port: running.gateway.port, devices: DEVICES, minutes: 60, rate: 100_000 / 30 }),
  );
  return {
    readingsPerSecond: flood.result.readings / flood.seconds,
    answeredPerSecond: flood.result.readings / flood.answered,
    framesAccepted: flood.accepted,
    framesSent: flood.result.frames + DEVICES * 10,
    p50MsAtFullSpeed: flood.result.p50Ms,
    p99MsAtFullSpeed: flood.result.p99Ms,
    p50Ms: steady.p50Ms,
    p99Ms: steady.p99Ms,
    steadyReadingsPerSecond: steady.readings / steady.seconds,
    unanswered: flood.result.unanswered + steady.unanswered,
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Conversation } from '../src/ingest/conversation.ts';
import { newCounters } from '../src/ingest/counters.ts';
import { Gate } from '../src/ingest/gate.ts';
import { LIMITS } from '../src/ingest/limits.ts';
import { Quarantine } from '../src/ingest/quarantine.ts';
import { openTcpGateway } from '../src/ingest/transports/tcp/gateway.ts';
import { JOURNAL_FILE, openJournal } from '../src/journal/sqlite.ts';
import type { Figures } from './run.ts';
import { send } from './server.ts';

const DEVICES = 500;

/**
 * The front door alone: another process sends HJ 212 over loopback TCP, every frame is durable in the journal before its
 * 9014 goes out, and nothing behind the journal runs. At 3 000 frames/s, then as fast as it goes.
 */
export async function run(): Promise<Figures> {
  const steady = await measure({ minutes: 60, rate: 3000 });
  const full = await measure({ minutes: 240 });
  return {
    framesPerSecond: full.framesPerSecond,
    p50MsAtFullSpeed: full.p50Ms,
    p99MsAtFullSpeed: full.p99Ms,
    framesPerBatchAtFullSpeed: full.framesPerBatch,
    steadyFramesPerSecond: steady.framesPerSecond,
    p50Ms: steady.p50Ms,
    p99Ms: steady.p99Ms,
    commitsPerSecond: steady.commitsPerSecond,
    framesPerBatch: steady.framesPerBatch,
    unanswered: steady.unanswered + full.unanswered,
  };
}

async function measure(work: { minutes: number; rate?: number }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-bench-'));
  const journal = await openJournal(path.join(folder, JOURNAL_FILE));
  const counters = newCounters();
  const door = {
    gate: new Gate({ find: () => ({}) }, LIMITS),
    quarantine: new Quarantine(LIMITS),
    inbox: { put: journal.append.bind(journal) },
    counters,
    now: Date.now,
  };
  const gateway = await openTcpGateway({
    host: '127.0.0.1',
    port: 0,
    limits: LIMITS,
    counters,
    listenTo: (peer) => new Conversation(door, peer),
  });
  const { frames, seconds, p50Ms, p99Ms, unanswered } = await send({
    host: '127.0.0.1',
    port: gateway.port,
    devices: DEVICES,
    ...work,
  });
  const commits = journal.head().seq;
  await gateway.close();
  await journal.close();
  rmSync(folder, { recursive: true });
  return {
    framesPerSecond: frames / seconds,
    commitsPerSecond: commits / seconds,
    framesPerBatch: frames / commits,
    p50Ms,
    p99Ms,
    unanswered,
  };
}

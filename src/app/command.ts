import type { LeadState } from '../model/lead.ts';

/** What a person decided, as it is journaled. */
export type Command =
  | { kind: 'adopt'; mn: string; outlet: string; by: string }
  | { kind: 'lead-move'; lead: string; to: LeadState; version: number; by: string; reason: string };

export function writeCommand(command: Command): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(command));
}

export function readCommand(text: string): Command {
  return JSON.parse(text) as Command;
}

import { createHash } from 'node:crypto';
import type { AlertAnswer } from '../model/answer.ts';
import type { Complaint } from '../model/complaint.ts';
import type { Entry } from '../model/entry.ts';
import type { Footage } from '../model/footage.ts';
import type { IssuedOrder } from '../model/issued-order.ts';
import type { LeadState } from '../model/lead.ts';
import type { DeviceRequest } from '../model/request.ts';
import type { RuleEdit, RuleTexts } from '../model/rule-edit.ts';

/** What a person decided, as it is journaled. */
export type Command =
  | { kind: 'adopt'; mn: string; outlet: string; by: string }
  | RulesCommand
  | MappingCommand
  /** something was asked of a device, or came to its end */
  | { kind: 'request'; request: DeviceRequest }
  | { kind: 'order'; order: IssuedOrder }
  /** a span of a camera was bookmarked, or what the video platform gave for it */
  | { kind: 'footage'; footage: Footage }
  | { kind: 'complaint'; complaint: Complaint }
  | { kind: 'answer'; answer: AlertAnswer }
  | { kind: 'lead-move'; lead: string; to: LeadState; version: number; by: string; reason: string };

/**
 * Other rules: from now on exactly these files are in force. The journal holds every text once, so that it can be
 * replayed without the folder that it came from.
 */
export interface RulesCommand extends Pick<RuleEdit, 'by' | 'reason' | 'files'> {
  kind: 'rules';
  /** texts that the journal does not hold yet, by hash */
  texts: Readonly<Record<string, string>>;
}

/** The text of a mapping, before the first message that needs it: so the journal can be replayed without the file. */
export interface MappingCommand {
  kind: 'mapping';
  id: string;
  text: string;
}

/** @param known whether the journal holds a text already, by its hash */
export function rulesCommand(
  texts: RuleTexts,
  { by, reason }: Pick<RuleEdit, 'by' | 'reason'>,
  known: (hash: string) => boolean,
): RulesCommand {
  const files: Record<string, string> = {};
  const unknown: Record<string, string> = {};
  for (const [file, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const hash = hashOf(text);
    files[file] = hash;
    if (!known(hash)) unknown[hash] = text;
  }
  return { kind: 'rules', by, reason, files, texts: unknown };
}

/** Name of a text that the journal holds. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export function writeCommand(command: Command): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(command));
}

/** Brings the text of a mapping into the journal. @param at epoch ms */
export const mappingEntry = ({ id, text }: Pick<MappingCommand, 'id' | 'text'>, at: number): Entry => ({
  kind: 'command',
  at,
  meta: '',
  bytes: writeCommand({ kind: 'mapping', id, text }),
});

export function readCommand(text: string): Command {
  return JSON.parse(text) as Command;
}

import type { z } from 'zod';
import type { Carrier } from '../carrier.ts';
import { dingtalkCarrier } from './carriers/dingtalk.ts';
import { feishuCarrier } from './carriers/feishu.ts';
import { smsCarrier } from './carriers/sms.ts';
import { wecomCarrier } from './carriers/wecom.ts';
import type { Notice } from './notice.ts';
import type { Person } from './roster.ts';
import {
  type Choice,
  dingtalkSettings,
  emailSettings,
  feishuSettings,
  type Manner,
  smsSettings,
  webhookSettings,
  wecomSettings,
} from './settings.ts';

/** Who is on duty at an instant, of the roster that the settings name. */
export type Duty = (at: number) => readonly Person[];

export type NoticeSettings = Choice & Partial<Manner> & { kind: string; duty?: string | undefined };

interface NoticeKind<S extends z.ZodType> {
  settings: S;
  carrier(settings: z.output<S>, duty: Duty): Promise<Carrier<Notice>>;
  /** what a person on duty must have to be reached */
  reach?: keyof Person;
}

/** The ways in which people, or systems of theirs, are told. */
// biome-ignore lint/suspicious/noExplicitAny: the settings of each kind are its own
export const NOTICE_KINDS: Record<string, NoticeKind<any>> = {
  webhook: {
    settings: webhookSettings,
    carrier: async (settings) => (await import('./carriers/webhook.ts')).webhookCarrier(settings),
  },
  dingtalk: { settings: dingtalkSettings, carrier: async (...given) => dingtalkCarrier(...given), reach: 'mobile' },
  wecom: { settings: wecomSettings, carrier: async (...given) => wecomCarrier(...given), reach: 'wecom' },
  feishu: { settings: feishuSettings, carrier: async (...given) => feishuCarrier(...given), reach: 'feishu' },
  email: {
    settings: emailSettings,
    carrier: async (...given) => (await import('./carriers/email.ts')).emailCarrier(...given),
    reach: 'email',
  },
  sms: { settings: smsSettings, carrier: async (...given) => smsCarrier(...given), reach: 'mobile' },
};

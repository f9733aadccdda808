import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import type { RuleCheckView, RuleDetail } from '../../model/views/rules.ts';
import { post, put } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useWords } from '../i18n/index.ts';
import { ProblemBox } from '../parts/block.tsx';
import { recall, remember } from '../parts/memory.ts';
import { ProblemList } from './rule-problems.tsx';

/** A text that is about to be published. `version`: the one that was seen; null = a new rule. */
export interface Draft {
  rule: string | null;
  version: string | null;
  yaml: string;
  reason: string;
}

const CHECK_AFTER_MS = 400;
const idIn = (yaml: string) => /^id:\s*([a-z][a-z0-9-]*)/m.exec(yaml)?.[1] ?? null;
const path = (rule: string) => `/rules/${encodeURIComponent(rule)}`;

/** The text of a rule, checked while it is written, with author and reason. Nothing is in force before it is published. */
export function RuleForm({ draft, close }: { draft: Draft; close: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<{ by: string; reason: string }>();
  const [yaml, setYaml] = useState(draft.yaml);
  const rule = draft.rule ?? idIn(yaml);
  const check = useChecked(rule, yaml);
  const publish = useMutation({
    mutationFn: ({ by, reason }: { by: string; reason: string }) => {
      const seen: Record<string, string> =
        draft.version === null ? { 'if-none-match': '*' } : { 'if-match': `"${draft.version}"` };
      return put<RuleDetail>(path(rule!), { yaml, by, reason }, seen);
    },
    onSuccess: ({ version }) => {
      void message.success(t('rules.published', { version }));
      close();
    },
    onSettled: () => {
      for (const key of ['rules', 'rule']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const submit = (said: { by: string; reason: string }) => {
    remember('by', said.by);
    publish.mutate(said);
  };
  const required = [{ required: true, whitespace: true, message: t('lead.required') }];
  const failed = publish.error && problemOf(publish.error);
  return (
    <Modal
      open
      onCancel={close}
      width={860}
      title={draft.rule === null ? t('rules.newTitle') : t('rules.editTitle', { rule: draft.rule })}
      okText={t('rules.publish')}
      onOk={form.submit}
      okButtonProps={{ disabled: rule === null || (check?.length ?? 0) > 0 }}
      confirmLoading={publish.isPending}
    >
      <p className="muted small">{t('rules.publishHint')}</p>
      {failed && failed.status !== 412 && <ProblemBox problem={failed} />}
      {failed?.status === 412 && (
        <div className="problem" role="alert">
          <div>
            <strong>{t('rules.stale')}</strong>
            <div>{failed.detail}</div>
            <div>{t('rules.staleHint')}</div>
          </div>
        </div>
      )}
      <Form form={form} layout="vertical" onFinish={submit} initialValues={{ by: recall('by') ?? '', ...draft }}>
        <Form.Item label={t('rules.yaml')} htmlFor="rule-text">
          <Input.TextArea
            id="rule-text"
            className="rule-text mono"
            value={yaml}
            onChange={(event) => setYaml(event.target.value)}
            autoSize={{ minRows: 12, maxRows: 22 }}
            spellCheck={false}
            aria-describedby="rule-check"
          />
          <div id="rule-check" className="rule-check" aria-live="polite">
            {rule === null ? (
              <span className="muted">{t('rules.noId')}</span>
            ) : check === undefined ? (
              <span className="muted">{t('rules.checking')}</span>
            ) : check.length === 0 ? (
              <span className="tag tag-verified">✓ {t('rules.valid')}</span>
            ) : (
              <ProblemList problems={check} written={rule} />
            )}
          </div>
        </Form.Item>
        <Form.Item name="by" label={t('rules.by')} rules={required} extra={t('rules.byHint')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="reason" label={t('lead.reason')} rules={required} extra={t('rules.reasonHint')}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What is wrong with a text, once its author paused; undefined until that is known. */
function useChecked(rule: string | null, yaml: string): RuleCheckView['problems'] | undefined {
  const [paused, setPaused] = useState(yaml);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(yaml), CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [yaml]);
  const { data } = useQuery({
    queryKey: ['rule-check', rule, paused],
    queryFn: () => post<RuleCheckView>(`${path(rule!)}:check`, { yaml: paused }),
    enabled: rule !== null,
    staleTime: 0,
  });
  return paused === yaml ? data?.problems : undefined;
}

/** Ends a rule: says in words what that does, and asks for a reason. */
export function RetireForm({ rule, close }: { rule: RuleDetail; close: () => void }) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<{ by: string; reason: string }>();
  const retire = useMutation({
    mutationFn: (said: { by: string; reason: string }) =>
      post(`${path(rule.id)}:retire`, said, { 'if-match': `"${rule.version}"` }),
    onSuccess: () => {
      void message.success(t('rules.retired'));
      close();
    },
    onSettled: () => {
      for (const key of ['rules', 'rule']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const required = [{ required: true, whitespace: true, message: t('lead.required') }];
  return (
    <Modal
      open
      onCancel={close}
      title={t('rules.retireTitle', { rule: say(rule.title) })}
      okText={t('rules.retire')}
      okButtonProps={{ danger: true }}
      onOk={form.submit}
      confirmLoading={retire.isPending}
    >
      <p>{t('rules.retireHint', { count: rule.openAlerts })}</p>
      {retire.error && <ProblemBox problem={problemOf(retire.error)} />}
      <Form form={form} layout="vertical" onFinish={retire.mutate} initialValues={{ by: recall('by') ?? '' }}>
        <Form.Item name="by" label={t('rules.by')} rules={required} extra={t('rules.byHint')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="reason" label={t('lead.reason')} rules={required} extra={t('rules.reasonHint')}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Opens the form for a rule that does not exist yet. */
export function NewRule() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('rules.new')}</Button>
      {open && <RuleForm draft={{ rule: null, version: null, yaml: '', reason: '' }} close={() => setOpen(false)} />}
    </>
  );
}

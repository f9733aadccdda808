import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { LeadState } from '../../model/lead.ts';
import type { LeadDetail, LeadMoveRequest, LeadView } from '../../model/views/leads.ts';
import { post } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { leadQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { ProblemBox } from '../parts/block.tsx';
import { recall, remember } from '../parts/memory.ts';
import { LeadStateMark } from '../parts/states.tsx';

/** The moves that are allowed now, each with a reason. Somebody else may have been faster: then this says so. */
export function LeadMoves({ lead }: { lead: LeadDetail }) {
  const { t } = useWords();
  const [to, setTo] = useState<LeadState | null>(null);
  if (lead.moves.length === 0) return <p className="muted">{t('lead.noMoves')}</p>;
  return (
    <div className="moves">
      {lead.moves.map((move) => (
        <Button
          key={move}
          type={move === 'dismissed' || move === 'closed' ? 'default' : 'primary'}
          onClick={() => setTo(move)}
        >
          {t(`leadMove.${move}`)}
        </Button>
      ))}
      {to !== null && <MoveForm lead={lead} to={to} close={() => setTo(null)} />}
    </div>
  );
}

const conflict = (error: unknown) => [409, 412].includes(problemOf(error).status);

function MoveForm({ lead, to, close }: { lead: LeadDetail; to: LeadState; close: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<{ by: string; reason: string }>();
  const move = useMutation({
    mutationFn: (request: LeadMoveRequest) => post<LeadView>(`/leads/${encodeURIComponent(lead.id)}:move`, request),
    onSuccess: ({ state }) => {
      void message.success(t('lead.moved', { state: t(`leadState.${state}`) }));
      close();
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: leadQuery(lead.id).queryKey });
      void client.invalidateQueries({ queryKey: ['leads'] });
      void client.invalidateQueries({ queryKey: ['overview'] });
    },
  });
  const submit = ({ by, reason }: { by: string; reason: string }) => {
    remember('by', by);
    move.mutate({ to, version: lead.version, by, reason });
  };
  const required = [{ required: true, whitespace: true, message: t('lead.required') }];
  return (
    <Modal
      open
      onCancel={close}
      title={t('lead.moveTitle', { move: t(`leadMove.${to}`) })}
      okText={t(`leadMove.${to}`)}
      onOk={form.submit}
      confirmLoading={move.isPending}
    >
      <p className="move-line">
        <LeadStateMark state={lead.state} /> → <LeadStateMark state={to} />
      </p>
      {move.error && !conflict(move.error) && <ProblemBox problem={problemOf(move.error)} />}
      {move.error && conflict(move.error) && (
        <div className="problem" role="alert">
          <div>
            <strong>{t(problemOf(move.error).status === 412 ? 'lead.stale' : 'lead.wrongMove')}</strong>
            <div>{t('lead.staleHint')}</div>
          </div>
        </div>
      )}
      <Form form={form} layout="vertical" onFinish={submit} initialValues={{ by: recall('by') ?? '', reason: '' }}>
        <Form.Item name="by" label={t('lead.by')} rules={required} extra={t('lead.byHint')}>
          <Input maxLength={60} autoComplete="name" />
        </Form.Item>
        <Form.Item name="reason" label={t('lead.reason')} rules={required} extra={t('lead.reasonHint')}>
          <Input.TextArea rows={4} maxLength={1000} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}

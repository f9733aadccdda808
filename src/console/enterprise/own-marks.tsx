import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { EnterpriseOutlet } from '../../model/views/enterprise.ts';
import type { MarkView } from '../../model/views/statements.ts';
import { problemOf } from '../api/problem.ts';
import { isRetro } from '../charts/scene.ts';
import { useWords } from '../i18n/index.ts';
import { Block, ProblemBox } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { recall, remember } from '../parts/memory.ts';
import { Moment, Span } from '../parts/when.tsx';
import { enterMark, enterpriseQuery, ownMarksQuery } from './api.ts';

/** Marks of an outlet as they stand, latest first, each with who entered it and when; late ones are shown as such. */
export function OwnMarks({ token, outlet }: { token: string; outlet: EnterpriseOutlet }) {
  const { t, say } = useWords();
  const query = useQuery(ownMarksQuery(token, outlet.id));
  const [revoking, revoke] = useState<MarkView | null>(null);
  return (
    <Card title={t('enterprise.marks')}>
      <Block query={query} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet-note">{t('enterprise.noMarks')}</p>
          ) : (
            <ul className="trail">
              {items.map((mark) => (
                <li key={mark.id}>
                  <b className={mark.revoked ? 'struck' : undefined}>{say(mark.name)}</b>{' '}
                  <Span start={mark.start} end={mark.end} />{' '}
                  {mark.revoked ? (
                    <span className="tag">{t('enterprise.revoked')}</span>
                  ) : (
                    <>
                      {isRetro(mark) && <span className="tag retro">{t('site.markLate')}</span>}{' '}
                      <Button size="small" onClick={() => revoke(mark)}>
                        {t('enterprise.revoke')}
                      </Button>
                    </>
                  )}
                  {mark.note && <div>{mark.note}</div>}
                  <div className="muted small">
                    {mark.author?.id} <Moment time={mark.createdAt} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Block>
      {revoking && <Revoke token={token} mark={revoking} close={() => revoke(null)} />}
    </Card>
  );
}

function Revoke({ token, mark, close }: { token: string; mark: MarkView; close: () => void }) {
  const { t, say } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<{ note: string; by: string }>();
  const send = useMutation({
    mutationFn: (said: { note: string; by: string }) => {
      const { id, outlet, kind, start, end, factor } = mark;
      const same = { id, outlet, mark: kind, start, end, ...(factor === null ? {} : { factor }) };
      return enterMark(token, { ...same, ...said, revoked: true });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ownMarksQuery(token, mark.outlet).queryKey });
      void client.invalidateQueries({ queryKey: enterpriseQuery(token).queryKey, exact: true });
      close();
    },
  });
  const required = [{ required: true, whitespace: true, message: t('enterprise.required') }];
  return (
    <Modal
      open
      onCancel={close}
      title={t('enterprise.revokeTitle')}
      okText={t('enterprise.revoke')}
      onOk={form.submit}
      confirmLoading={send.isPending}
    >
      <p>
        <b>{say(mark.name)}</b> <Span start={mark.start} end={mark.end} />
      </p>
      <p className="muted small">{t('enterprise.revokeHint')}</p>
      {send.error && <ProblemBox problem={problemOf(send.error)} />}
      <Form
        form={form}
        name="revoke"
        layout="vertical"
        initialValues={{ by: recall('staff') ?? '' }}
        onFinish={(said) => {
          remember('staff', said.by);
          send.mutate(said);
        }}
      >
        <Form.Item name="note" label={t('enterprise.reason')} rules={required}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        <Form.Item name="by" label={t('enterprise.by')} rules={required}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

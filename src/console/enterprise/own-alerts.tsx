import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import type { EnterpriseAlert, EnterpriseOutlet } from '../../model/views/enterprise.ts';
import { problemOf } from '../api/problem.ts';
import { useWords } from '../i18n/index.ts';
import { Answers } from '../parts/answers.tsx';
import { Block, ProblemBox } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { JudgedValue } from '../parts/judged-value.tsx';
import { recall, remember } from '../parts/memory.ts';
import { SeverityChip } from '../parts/severity.tsx';
import { Span } from '../parts/when.tsx';
import { answerAlert, ownAlertsQuery } from './api.ts';

/** What is for information only asks for nothing. */
const wantsAnswer = ({ severity, answers }: EnterpriseAlert) => severity !== 'info' && answers.length === 0;

/** Open alerts about the plant's own outlets, those that want an answer first. */
export function OwnAlerts({ token, outlets }: { token: string; outlets: readonly EnterpriseOutlet[] }) {
  const { t, say } = useWords();
  const query = useQuery(ownAlertsQuery(token));
  const nameOf = (id: string | null) => {
    const outlet = outlets.find((one) => one.id === id);
    return outlet ? say(outlet.name) : '';
  };
  return (
    <Card title={t('enterprise.alerts')} hint={t('enterprise.alertsHint')}>
      <Block query={query} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet-note">{t('enterprise.noAlerts')}</p>
          ) : (
            <ul className="enterprise-alerts">
              {[...items]
                .sort((a, b) => Number(wantsAnswer(b)) - Number(wantsAnswer(a)))
                .map((alert) => (
                  <li key={alert.id}>
                    <OwnAlert alert={alert} token={token} outlet={nameOf(alert.outlet)} />
                  </li>
                ))}
            </ul>
          )
        }
      </Block>
    </Card>
  );
}

function OwnAlert({ alert, token, outlet }: { alert: EnterpriseAlert; token: string; outlet: string }) {
  const { t, say } = useWords();
  return (
    <details>
      <summary>
        <SeverityChip severity={alert.severity} />{' '}
        {wantsAnswer(alert) && (
          <span className="tag" data-hot="true">
            {t('enterprise.unanswered')}
          </span>
        )}
        {alert.answers.length > 0 && <span className="tag">{t('enterprise.answered')}</span>} <b>{outlet}</b>{' '}
        <Span start={alert.start} end={alert.end} /> <JudgedValue alert={alert} />
        <div>{say(alert.says)}</div>
      </summary>
      <Answers answers={alert.answers} />
      <AnswerForm token={token} alert={alert.id} />
    </details>
  );
}

function AnswerForm({ token, alert }: { token: string; alert: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<{ text: string; by: string }>();
  const send = useMutation({
    mutationFn: (said: { text: string; by: string }) => answerAlert(token, alert, said),
    onSuccess: () => {
      void message.success(t('enterprise.sent'));
      form.resetFields(['text']);
      void client.invalidateQueries({ queryKey: ownAlertsQuery(token).queryKey });
    },
  });
  const required = [{ required: true, whitespace: true, message: t('enterprise.required') }];
  return (
    <Form
      form={form}
      name={`answer-${alert}`}
      layout="vertical"
      initialValues={{ by: recall('staff') ?? '' }}
      onFinish={(said) => {
        remember('staff', said.by);
        send.mutate(said);
      }}
    >
      {send.error && <ProblemBox problem={problemOf(send.error)} />}
      <Form.Item name="text" label={t('enterprise.answer')} rules={required} extra={t('enterprise.answerHint')}>
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
      <Form.Item name="by" label={t('enterprise.by')} rules={required} extra={t('enterprise.byHint')}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={send.isPending}>
        {t('enterprise.send')}
      </Button>
    </Form>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { minuteText, parseTime } from '../../model/beijing.ts';
import type { EnterpriseMarkGroup, EnterpriseOutlet } from '../../model/views/enterprise.ts';
import { problemOf } from '../api/problem.ts';
import { numberText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';
import { ProblemBox } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { recall, remember } from '../parts/memory.ts';
import { enterMark, enterpriseQuery, ownMarksQuery } from './api.ts';

interface Said {
  kind: string;
  start: string;
  end: string;
  note: string;
  by: string;
}

/** What a group of marks does to data, in one word of the dictionary. */
const effectOf = ({ stops, invalidates, exempts, conditional }: EnterpriseMarkGroup) => {
  if (stops) return 'stops';
  if (invalidates) return 'invalidates';
  if (!exempts) return 'none';
  return conditional ? 'conditional' : 'exempts';
};

/** A mark of the plant's own: only kinds that its industry has, each with what it excuses and what is left of its cap. */
export function MarkForm({ token, outlet }: { token: string; outlet: EnterpriseOutlet }) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Said>();
  const kind = Form.useWatch('kind', form);
  const end = Form.useWatch('end', form);
  const group = outlet.groups.find(({ kinds }) => kinds.some((one) => one.kind === kind));
  const enter = useMutation({
    mutationFn: ({ kind: mark, ...said }: Said) => enterMark(token, { outlet: outlet.id, mark, ...said }),
    onSuccess: () => {
      void message.success(t('enterprise.entered'));
      form.resetFields(['kind', 'start', 'end', 'note']);
      void client.invalidateQueries({ queryKey: ownMarksQuery(token, outlet.id).queryKey });
      void client.invalidateQueries({ queryKey: enterpriseQuery(token).queryKey, exact: true });
    },
  });
  const required = [{ required: true, whitespace: true, message: t('enterprise.required') }];
  const late = end !== undefined && end !== '' && end < minuteText(Date.now()).replace(' ', 'T');
  return (
    <Card title={t('enterprise.mark')} hint={t('enterprise.markHint')}>
      {enter.error && <ProblemBox problem={problemOf(enter.error)} />}
      <Form
        form={form}
        name="mark"
        layout="vertical"
        initialValues={{ by: recall('staff') ?? '' }}
        onFinish={(said) => {
          remember('staff', said.by);
          enter.mutate(said);
        }}
      >
        <Form.Item
          name="kind"
          label={t('enterprise.kind')}
          rules={required}
          extra={
            group ? (
              <>
                {t(`enterprise.effect.${effectOf(group)}`)}
                {group.quota && ` · ${say(group.name)} ${group.quota.period} ${left(group.quota)}`}
              </>
            ) : (
              t('enterprise.kindHint')
            )
          }
        >
          <Select
            options={outlet.groups.map(({ name, kinds }) => ({
              label: say(name),
              options: kinds.map((one) => ({ value: one.kind, label: say(one.name) })),
            }))}
          />
        </Form.Item>
        <div className="ask-span">
          <Form.Item name="start" label={t('enterprise.start')} rules={required}>
            <Input type="datetime-local" />
          </Form.Item>
          <Form.Item
            name="end"
            label={t('enterprise.end')}
            dependencies={['start']}
            rules={[
              ...required,
              ({ getFieldValue }) => ({
                validator: (_, value: string) => {
                  const start = getFieldValue('start') as string | undefined;
                  const wrong = value && start && parseTime(value) <= parseTime(start);
                  return wrong ? Promise.reject(new Error(t('enterprise.badSpan'))) : Promise.resolve();
                },
              }),
            ]}
          >
            <Input type="datetime-local" />
          </Form.Item>
          <p className="muted small">{late ? t('enterprise.late') : t('time.beijingNote')}</p>
        </div>
        <Form.Item name="note" label={t('enterprise.reason')} rules={required}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        <Form.Item name="by" label={t('enterprise.by')} rules={required} extra={t('enterprise.byHint')}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={enter.isPending}>
          {t('enterprise.submit')}
        </Button>
      </Form>
    </Card>
  );

  function left({ capHours, usedHours }: { capHours: number; usedHours: number }): string {
    const rest = capHours - usedHours;
    return rest < 0 ? t('enterprise.overCap', { n: numberText(-rest) }) : t('enterprise.left', { n: numberText(rest) });
  }
}

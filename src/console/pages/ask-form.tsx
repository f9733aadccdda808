import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { ASK_KINDS, type AskKind, HISTORY_GRAINS, type HistoryGrain } from '../../model/request.ts';
import type { RequestView } from '../../model/views/devices.ts';
import { post } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useWords } from '../i18n/index.ts';
import { ProblemBox } from '../parts/block.tsx';
import { recall, remember } from '../parts/memory.ts';

interface Asked {
  kind: AskKind;
  grain: HistoryGrain;
  of: 'live' | 'minute';
  every: number;
  factor?: string;
  info: string;
  from?: string;
  to?: string;
  by: string;
  reason: string;
}

/** Minute intervals of HJ 212-2017 table 9. */
const MINUTES = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];

/** Asks a device for something, in a person's name and with a reason. */
export function AskForm({ mn, close }: { mn: string; close: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Asked>();
  const kind = Form.useWatch('kind', form) ?? 'history';
  const of = Form.useWatch('of', form) ?? 'live';
  const ask = useMutation({
    mutationFn: ({ by, reason, ...asked }: Asked) =>
      post<RequestView>(`/devices/${encodeURIComponent(mn)}/requests`, { ask: askOf(asked), by, reason }),
    onSuccess: () => {
      void message.success(t('devices.asked'));
      close();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['requests', mn] }),
  });
  const required = [{ required: true, message: t('lead.required') }];
  const has = (...kinds: AskKind[]) => kinds.includes(kind);
  return (
    <Modal
      open
      onCancel={close}
      title={t('devices.askTitle', { mn })}
      okText={t('devices.ask')}
      onOk={form.submit}
      confirmLoading={ask.isPending}
    >
      <p className="quiet-note form-note">{t('devices.askHint')}</p>
      {ask.error && <ProblemBox problem={problemOf(ask.error)} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          kind: 'history',
          grain: 'minute',
          of: 'live',
          every: 30,
          info: 'i11001',
          by: recall('by') ?? '',
        }}
        onFinish={(asked) => {
          remember('by', asked.by);
          ask.mutate(asked);
        }}
      >
        <Form.Item name="kind" label={t('devices.askKind')}>
          <Select options={ASK_KINDS.map((value) => ({ value, label: t(`ask.${value}`) }))} />
        </Form.Item>
        {has('history') && (
          <Form.Item name="grain" label={t('devices.askGrain')}>
            <Radio.Group options={HISTORY_GRAINS.map((value) => ({ value, label: t(`grain.${value}`) }))} />
          </Form.Item>
        )}
        {has('interval', 'set-interval') && (
          <Form.Item name="of" label={t('devices.askGrain')}>
            <Radio.Group
              options={(['live', 'minute'] as const).map((value) => ({ value, label: t(`grain.${value}`) }))}
              onChange={(event) => form.setFieldValue('every', event.target.value === 'live' ? 30 : 1)}
            />
          </Form.Item>
        )}
        {has('set-interval') && of === 'live' && (
          <Form.Item name="every" label={t('devices.askEverySeconds')} rules={required}>
            <InputNumber min={30} max={3600} />
          </Form.Item>
        )}
        {has('set-interval') && of === 'minute' && (
          <Form.Item name="every" label={t('devices.askEveryMinutes')} rules={required}>
            <Select options={MINUTES.map((value) => ({ value, label: value }))} />
          </Form.Item>
        )}
        {has('history', 'information') && (
          <div className="ask-span">
            <Form.Item name="from" label={t('site.customFrom')} rules={has('history') ? required : []}>
              <Input type="datetime-local" />
            </Form.Item>
            <Form.Item name="to" label={t('site.customTo')} rules={has('history') ? required : []}>
              <Input type="datetime-local" />
            </Form.Item>
            <p className="muted small">{t('time.beijingNote')}</p>
          </div>
        )}
        {has('information') && (
          <Form.Item name="info" label={t('devices.askInfo')} rules={required} extra={t('devices.askInfoHint')}>
            <Input maxLength={6} />
          </Form.Item>
        )}
        {has('clock', 'set-clock', 'information', 'identity') && (
          <Form.Item
            name="factor"
            label={t('devices.askFactor')}
            rules={has('identity') ? required : []}
            extra={has('identity') ? undefined : t('devices.askFactorHint')}
          >
            <Input maxLength={12} />
          </Form.Item>
        )}
        <Form.Item name="reason" label={t('lead.reason')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="by" label={t('lead.by')} rules={required} extra={t('lead.byHint')}>
          <Input maxLength={60} autoComplete="name" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Only what belongs to the kind. The browser's fields know no zone: what they hold is Beijing time. */
function askOf({ kind, grain, of, every, factor, info, from, to }: Omit<Asked, 'by' | 'reason'>) {
  const named = factor ? { factor } : {};
  const between = from && to ? { from: from.replace('T', ' '), to: to.replace('T', ' ') } : {};
  switch (kind) {
    case 'history':
      return { kind, grain, ...between };
    case 'interval':
      return { kind, of };
    case 'set-interval':
      return { kind, of, every };
    case 'information':
      return { kind, info, ...named, ...between };
    default:
      return { kind, ...named };
  }
}

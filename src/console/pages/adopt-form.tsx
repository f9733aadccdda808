import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Select } from 'antd';
import type { AdoptRequest, DeviceView } from '../../model/views/devices.ts';
import { post } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { siteQuery, sitesQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { ProblemBox } from '../parts/block.tsx';
import { recall, remember } from '../parts/memory.ts';

/** Tells to which outlet an unknown sender belongs. */
export function AdoptForm({ mn, close }: { mn: string; close: () => void }) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<AdoptRequest & { site: string }>();
  const site = Form.useWatch('site', form) as string | undefined;
  const { data: sites } = useQuery(sitesQuery());
  const { data: chosen } = useQuery({ ...siteQuery(site ?? ''), enabled: site !== undefined });
  const adopt = useMutation({
    mutationFn: (request: AdoptRequest) => post<DeviceView>(`/devices/${encodeURIComponent(mn)}:adopt`, request),
    onSuccess: () => {
      void message.success(t('devices.adopted', { mn }));
      close();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['devices'] }),
  });
  const required = [{ required: true, whitespace: true, message: t('lead.required') }];
  return (
    <Modal
      open
      onCancel={close}
      title={t('devices.adoptTitle', { mn })}
      okText={t('devices.adopt')}
      onOk={form.submit}
      confirmLoading={adopt.isPending}
    >
      <p className="quiet-note form-note">{t('devices.adoptHint')}</p>
      {adopt.error && <ProblemBox problem={problemOf(adopt.error)} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ by: recall('by') ?? '' }}
        onFinish={({ outlet, by }) => {
          remember('by', by);
          adopt.mutate({ outlet, by });
        }}
      >
        <Form.Item name="site" label={t('devices.adoptSite')} rules={required}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(sites?.items ?? []).map((s) => ({ value: s.id, label: say(s.name) }))}
            onChange={() => form.resetFields(['outlet'])}
          />
        </Form.Item>
        <Form.Item name="outlet" label={t('devices.adoptOutlet')} rules={required}>
          <Select
            disabled={chosen === undefined}
            options={(chosen?.outletList ?? []).map((o) => ({ value: o.id, label: `${say(o.name)}  ${o.id}` }))}
          />
        </Form.Item>
        <Form.Item name="by" label={t('lead.by')} rules={required} extra={t('lead.byHint')}>
          <Input maxLength={60} autoComplete="name" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import { Button, Popover } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { minuteText, parseTime, type Span } from '../../model/beijing.ts';
import type { Range } from '../format/range.ts';
import { useWords } from '../i18n/index.ts';

/** As `<input type="datetime-local">` writes it: a civil time without a zone, which here is Beijing's. */
const fieldText = (at: number) => minuteText(at).slice(0, 16).replace(' ', 'T');

/** A stretch of one's own. The browser's own fields are used: they know no zone, so none can slip in. */
export function CustomRange({ range, apply }: { range: Range; apply: (span: Span) => void }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      content={
        <RangeForm
          range={range}
          apply={(span) => {
            setOpen(false);
            apply(span);
          }}
        />
      }
    >
      <Button type={range.preset === null ? 'primary' : 'default'} ghost={range.preset === null} aria-expanded={open}>
        {t('site.custom')}
      </Button>
    </Popover>
  );
}

function RangeForm({ range, apply }: { range: Range; apply: (span: Span) => void }) {
  const { t } = useWords();
  const id = useId();
  const [from, setFrom] = useState(fieldText(range.start));
  const [to, setTo] = useState(fieldText(range.end));
  const span = { start: parseTime(from), end: parseTime(to) };
  const good = span.end > span.start;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (good) apply(span);
  };
  return (
    <form className="range-form" onSubmit={submit}>
      <label htmlFor={`${id}f`}>{t('site.customFrom')}</label>
      <input id={`${id}f`} type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
      <label htmlFor={`${id}t`}>{t('site.customTo')}</label>
      <input id={`${id}t`} type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />
      <span className="muted small range-note" role={good ? undefined : 'alert'}>
        {good ? t('time.beijingNote') : t('site.badRange')}
      </span>
      <Button type="primary" htmlType="submit" disabled={!good}>
        {t('site.apply')}
      </Button>
    </form>
  );
}

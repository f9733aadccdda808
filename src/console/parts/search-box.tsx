import { SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useHotkeys } from './hotkeys.ts';

const PAUSE_MS = 300;

/** A search box that answers while one types; `/` brings the focus here. */
export function SearchBox({ value, onChange, label }: { value: string; onChange: (q: string) => void; label: string }) {
  const [text, setText] = useState(value);
  const input = useRef<InputRef>(null);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  useHotkeys({
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
    },
  });
  return (
    <Input
      ref={input}
      className="grow"
      allowClear
      prefix={<SearchOutlined aria-hidden="true" />}
      value={text}
      onChange={(event) => setText(event.target.value)}
      placeholder={label}
      aria-label={label}
    />
  );
}

import type { CSSProperties } from 'react';
import type { DeviceView } from '../../model/views/devices.ts';
import { countText, numberText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';
import { lengthText } from '../parts/when.tsx';

const PARTS = [
  ['accepted', 'var(--good)'],
  ['repeat', '#7592ad'],
  ['rewrite', 'var(--warn)'],
  ['rejected', 'var(--bad)'],
] as const;

/** Where every input of a device ended up; says so where the sums disagree. */
export function Counters({ device }: { device: DeviceView }) {
  const { t } = useWords();
  const sum = PARTS.reduce((total, [part]) => total + device[part], 0);
  return (
    <>
      <div className="small num">
        {t('devices.received')} <b>{countText(device.received)}</b>
      </div>
      <div className="bar counters-bar" aria-hidden="true">
        {PARTS.filter(([part]) => device[part] > 0).map(([part, tone]) => (
          <i key={part} style={{ flexGrow: device[part], '--tone': tone } as CSSProperties} />
        ))}
      </div>
      <ul className="counters small num">
        {PARTS.map(([part, tone]) => (
          <li key={part} data-none={device[part] === 0}>
            <i style={{ background: tone }} aria-hidden="true" />
            {t(`devices.${part}`)} {countText(device[part])}
          </li>
        ))}
      </ul>
      {sum !== device.received && (
        <div className="over-text small">▲ {t('devices.sumWrong', { sum: countText(sum) })}</div>
      )}
    </>
  );
}

/** Codes and how often. */
export function Tally({ counts, hot = false }: { counts: Record<string, number>; hot?: boolean }) {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (entries.length === 0) return <span className="muted">—</span>;
  return (
    <span className="tally">
      {entries.map(([code, n]) => (
        <span key={code} className="tag num" data-hot={hot}>
          <span className="mono">{code}</span> {countText(n)}
        </span>
      ))}
    </span>
  );
}

const NOTABLE_MS = 60_000;

/** How far the device's clock is ahead (+) or behind (−). */
export function Skew({ ms }: { ms: number | null }) {
  const { t } = useWords();
  if (ms === null) return <span className="muted">—</span>;
  const size = Math.abs(ms);
  const text = size < 1000 ? t('time.second', { n: numberText(size / 1000) }) : lengthText(t, size);
  return (
    <span className={size > NOTABLE_MS ? 'num nowrap over-text' : 'num nowrap'}>
      {ms > 0 ? '+' : ms < 0 ? '−' : ''}
      {text}
    </span>
  );
}

import type { Severity } from '../../model/alert.ts';
import { useWords } from '../i18n/index.ts';

const SHAPES: Record<Severity, string> = {
  critical: 'M5 0 10 5 5 10 0 5z',
  serious: 'M5 .6 10 9.4H0z',
  warning: 'M.8.8h8.4v8.4H.8z',
  info: 'M5 .4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2z',
};

/** The shape of a severity alone: ◆ ▲ ■ ●, drawn, so that it looks the same in every font. */
export function SeverityShape({ severity, colour }: { severity: Severity; colour?: string }) {
  return (
    <svg className="sev-shape" viewBox="0 0 10 10" aria-hidden="true" style={colour ? { fill: colour } : undefined}>
      <path d={SHAPES[severity]} />
    </svg>
  );
}

/** Colour, shape and word. */
export function SeverityChip({ severity, long = false }: { severity: Severity; long?: boolean }) {
  const { t } = useWords();
  return (
    <span className={`sev sev-${severity}`} title={t(`severityLong.${severity}`)}>
      <SeverityShape severity={severity} />
      {long ? t(`severityLong.${severity}`) : t(`severity.${severity}`)}
    </span>
  );
}

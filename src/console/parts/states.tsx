/** States as a mark and a word: colour is never alone. */
import type { CSSProperties, ReactNode } from 'react';
import type { AlertState } from '../../model/alert.ts';
import type { ConnectionState } from '../../model/connection.ts';
import type { LeadState } from '../../model/lead.ts';
import type { DeviceView } from '../../model/views/devices.ts';
import type { OutletState } from '../../model/views/sites.ts';
import { useWords } from '../i18n/index.ts';

type Shape = 'dot' | 'square' | 'diamond' | 'ring' | 'hatch' | 'strike';
export interface Look {
  tone: string;
  mark: Shape;
}

export const OUTLET_LOOKS: Record<OutletState, Look> = {
  exceeding: { tone: 'var(--bad)', mark: 'diamond' },
  abnormal: { tone: 'var(--warn)', mark: 'square' },
  missing: { tone: 'var(--muted)', mark: 'hatch' },
  stopped: { tone: '#7592ad', mark: 'square' },
  normal: { tone: 'var(--good)', mark: 'dot' },
  unknown: { tone: 'var(--muted)', mark: 'ring' },
};

const ALERT_LOOKS: Record<AlertState, Look> = {
  provisional: { tone: 'var(--accent)', mark: 'ring' },
  confirmed: { tone: 'var(--accent)', mark: 'dot' },
  withdrawn: { tone: 'var(--muted)', mark: 'strike' },
};

export const LEAD_LOOKS: Record<LeadState, Look> = {
  new: { tone: 'var(--bad)', mark: 'diamond' },
  assigned: { tone: 'var(--warn)', mark: 'square' },
  confirmed: { tone: 'var(--accent)', mark: 'dot' },
  referred: { tone: '#7b6bb0', mark: 'dot' },
  dismissed: { tone: 'var(--muted)', mark: 'hatch' },
  closed: { tone: 'var(--muted)', mark: 'ring' },
};

const DEVICE_LOOKS: Record<DeviceView['state'], Look> = {
  online: { tone: 'var(--good)', mark: 'dot' },
  silent: { tone: 'var(--warn)', mark: 'square' },
  never: { tone: 'var(--muted)', mark: 'ring' },
  quarantined: { tone: 'var(--bad)', mark: 'diamond' },
};

const CONNECTION_LOOKS: Record<ConnectionState, Look> = {
  connecting: { tone: 'var(--muted)', mark: 'ring' },
  open: { tone: 'var(--good)', mark: 'dot' },
  waiting: { tone: 'var(--warn)', mark: 'square' },
  held: { tone: 'var(--warn)', mark: 'hatch' },
  failed: { tone: 'var(--bad)', mark: 'diamond' },
  closed: { tone: 'var(--muted)', mark: 'ring' },
};

export function StateMark({ look, children, title }: { look: Look; children: ReactNode; title?: string }) {
  return (
    <span className="state" data-mark={look.mark} style={{ '--tone': look.tone } as CSSProperties} title={title}>
      {look.mark !== 'strike' && <i aria-hidden="true" />}
      {children}
    </span>
  );
}

export function OutletStateMark({ state }: { state: OutletState }) {
  const { t } = useWords();
  return <StateMark look={OUTLET_LOOKS[state]}>{t(`outletState.${state}`)}</StateMark>;
}

export function AlertStateMark({ state }: { state: AlertState }) {
  const { t } = useWords();
  return (
    <StateMark look={ALERT_LOOKS[state]} title={t(`alertStateHint.${state}`)}>
      {t(`alertState.${state}`)}
    </StateMark>
  );
}

export function LeadStateMark({ state }: { state: LeadState }) {
  const { t } = useWords();
  return <StateMark look={LEAD_LOOKS[state]}>{t(`leadState.${state}`)}</StateMark>;
}

export function DeviceStateMark({ state }: { state: DeviceView['state'] }) {
  const { t } = useWords();
  return <StateMark look={DEVICE_LOOKS[state]}>{t(`deviceState.${state}`)}</StateMark>;
}

export function ConnectionStateMark({ state }: { state: ConnectionState }) {
  const { t } = useWords();
  return (
    <StateMark look={CONNECTION_LOOKS[state]} title={t(`connectionStateHint.${state}`)}>
      {t(`connectionState.${state}`)}
    </StateMark>
  );
}

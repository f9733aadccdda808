import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { AlertView } from '../../model/views/alerts.ts';
import { devicesQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';

/** Who reported what a lead is about: from here their settings, logs (CN 3020) and history are asked for. */
export function LeadDevices({ alerts }: { alerts: AlertView[] }) {
  const { t } = useWords();
  const { data } = useQuery(devicesQuery());
  const outlets = new Set(alerts.map(({ outlet }) => outlet));
  const devices = data?.items.filter(({ outlet }) => outlet !== null && outlets.has(outlet)) ?? [];
  if (devices.length === 0) return null;
  return (
    <div>
      <dt>{t('lead.askDevices')}</dt>
      <dd>
        {devices.map(({ mn }) => (
          <div key={mn}>
            <Link className="mono" to={`/devices?requests=${encodeURIComponent(mn)}`}>
              {mn}
            </Link>
          </div>
        ))}
      </dd>
    </div>
  );
}

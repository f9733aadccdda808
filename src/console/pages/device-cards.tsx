import { Button } from 'antd';
import type { DeviceView } from '../../model/views/devices.ts';
import { useWords } from '../i18n/index.ts';
import { DeviceStateMark } from '../parts/states.tsx';
import { Ago } from '../parts/when.tsx';
import { Counters, Tally } from './device-counters.tsx';
import type { DeviceActions } from './devices.tsx';

export function DeviceCards({ devices, actions }: { devices: DeviceView[]; actions: DeviceActions }) {
  const { t } = useWords();
  return (
    <ul className="cards" aria-label={t('devices.list')}>
      {devices.map((device) => (
        <li key={device.mn} className="item-card still">
          <div className="line">
            <b className="mono">{device.mn}</b>
            <span className="spring" />
            <DeviceStateMark state={device.state} />
          </div>
          <div className="line muted small">
            {device.outlet ?? t('devices.unassigned')}
            {device.edition && ` · HJ 212-${device.edition}`} · {t('devices.lastData')} <Ago time={device.lastData} />
          </div>
          <Counters device={device} />
          <div className="line">
            <Tally counts={device.reasons} hot />
            <span className="spring" />
            {device.outlet === null && (
              <Button type="primary" onClick={() => actions.adopt(device.mn)}>
                {t('devices.adopt')}
              </Button>
            )}
            {device.outlet !== null && (
              <Button onClick={() => actions.requests(device.mn)}>{t('devices.requests')}</Button>
            )}
            <Button onClick={() => actions.quarantine(device.mn)}>{t('devices.quarantine')}</Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

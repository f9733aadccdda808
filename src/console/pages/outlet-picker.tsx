import type { OutletView } from '../../model/views/sites.ts';
import { useWords } from '../i18n/index.ts';
import { mediumText } from '../parts/industry.ts';
import { OutletStateMark } from '../parts/states.tsx';
import { Ago } from '../parts/when.tsx';

interface OutletPickerProps {
  outlets: OutletView[];
  chosen: string;
  choose: (id: string) => void;
}

/** The outlets of a site, side by side; one is looked at. */
export function OutletPicker({ outlets, chosen, choose }: OutletPickerProps) {
  const { t, say } = useWords();
  return (
    <ul className="outlets" aria-label={t('site.outlets')}>
      {outlets.map((outlet) => (
        <li key={outlet.id}>
          <button
            type="button"
            className="outlet"
            aria-pressed={outlet.id === chosen}
            onClick={() => choose(outlet.id)}
          >
            <span className="line">
              <b>{say(outlet.name)}</b>
              <OutletStateMark state={outlet.state} />
            </span>
            <span className="muted small">
              {mediumText(t, outlet.medium)}
              {outlet.furnace !== null && ` · ${t('site.furnace', { n: outlet.furnace })}`} ·{' '}
              <Ago time={outlet.lastData} none={t('sites.noData')} />
            </span>
            <span className="muted small mono outlet-devices" title={outlet.devices.join(' ')}>
              {t('site.devices', { mn: outlet.devices.join(' ') || '—' })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

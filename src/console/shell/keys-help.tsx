import { Modal, Switch } from 'antd';
import { useState } from 'react';
import { useWords } from '../i18n/index.ts';
import { singleKeysOn } from '../parts/hotkeys.ts';
import { remember } from '../parts/memory.ts';

const KEYS = [
  [['j', 'k'], 'nextRow'],
  [['Enter', 'o'], 'openRow'],
  [['Esc'], 'closeRow'],
  [['J', 'K'], 'nextDetail'],
  [['/'], 'filter'],
  [['g', 'w'], 'goOverview'],
  [['g', 'a'], 'goAlerts'],
  [['g', 'l'], 'goLeads'],
  [['g', 's'], 'goSites'],
  [['g', 'd'], 'goDevices'],
  [['g', 'r'], 'goRules'],
  [['←', '→'], 'cursor'],
  [['[', ']'], 'alertJump'],
  [['0'], 'zoomReset'],
  [['t'], 'table'],
  [['?'], 'help'],
] as const;

export function KeysHelp({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useWords();
  const [on, setOn] = useState(singleKeysOn);
  return (
    <Modal open={open} onCancel={close} footer={null} title={t('keys.title')} width={680}>
      <ul className="keys">
        {KEYS.map(([keys, name]) => (
          <li key={name}>
            <span className="nowrap">
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
            {t(`keys.${name}`)}
          </li>
        ))}
      </ul>
      <p className="keys-switch">
        <Switch
          checked={on}
          onChange={(next) => {
            remember('keys', next ? 'on' : 'off');
            setOn(next);
          }}
          aria-label={t('keys.enabled')}
        />
        {t('keys.enabled')}
      </p>
    </Modal>
  );
}

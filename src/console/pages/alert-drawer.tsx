import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { alertQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block } from '../parts/block.tsx';
import { useMedia } from '../parts/narrow.ts';
import { SeverityChip } from '../parts/severity.tsx';
import { AlertStateMark } from '../parts/states.tsx';
import { useUrl } from '../parts/url.ts';
import { AlertArgument } from './alert-argument.tsx';

/** One alert over whatever page is open; `?alert=` in the address says which. */
export function AlertDrawer() {
  const { t } = useWords();
  const { get, patch } = useUrl();
  const small = useMedia('(max-width: 900px)');
  const id = get('alert');
  const query = useQuery({ ...alertQuery(id), enabled: id !== '' });
  return (
    <Drawer
      open={id !== ''}
      onClose={() => patch({ alert: null })}
      size={small ? '100%' : 'max(46vw, 780px)'}
      title={
        query.data ? (
          <span className="drawer-title">
            <SeverityChip severity={query.data.severity} long />
            <AlertStateMark state={query.data.state} />
            <span className="muted small">{t(`kind.${query.data.kind}`)}</span>
          </span>
        ) : (
          t('alert.title')
        )
      }
      destroyOnHidden
    >
      {id !== '' && (
        <Block query={query} rows={10}>
          {(alert) => <AlertArgument alert={alert} />}
        </Block>
      )}
    </Drawer>
  );
}

import { Button } from 'antd';
import { countText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';

interface ListFootProps {
  shown: number;
  more: boolean;
  busy: boolean;
  load: () => void;
}

/** How many are shown, and a way to the rest. */
export function ListFoot({ shown, more, busy, load }: ListFootProps) {
  const { t } = useWords();
  return (
    <div className="list-foot num">
      {t(more ? 'common.shown' : 'common.shownAll', { n: countText(shown) })}
      {more && (
        <Button onClick={load} loading={busy}>
          {t('common.more')}
        </Button>
      )}
    </div>
  );
}

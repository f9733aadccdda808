import { Link } from 'react-router';
import { useWords } from '../i18n/index.ts';
import { Nothing } from '../parts/block.tsx';
import { PageTitle } from '../parts/page-title.tsx';

export function NotFound() {
  const { t } = useWords();
  return (
    <>
      <PageTitle title={t('error.notFound')} />
      <Nothing
        title={t('error.notFound')}
        hint={t('error.notFoundHint')}
        action={<Link to="/">{t('error.home')}</Link>}
      />
    </>
  );
}

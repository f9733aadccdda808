import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useWords } from '../i18n/index.ts';

const FORMATS = ['csv', 'csv-gb18030', 'parquet'] as const;

/** What the list shows, as a file. @param query the filter of the list, by the names that the API has for it */
export function ExportMenu({ what, query }: { what: 'alerts' | 'leads'; query: Record<string, string> }) {
  const { t, language } = useWords();
  const address = (format: string) => {
    const given = Object.entries(query).filter(([, value]) => value !== '');
    return `/api/v1/export/${what}?${new URLSearchParams([...given, ['format', format], ['lang', language]])}`;
  };
  const items = FORMATS.map((format) => ({
    key: format,
    label: (
      <a href={address(format)} download>
        {t(`export.${format}`)}
      </a>
    ),
  }));
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button icon={<DownloadOutlined />} className="no-print">
        {t('export.title')}
      </Button>
    </Dropdown>
  );
}

import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useWords } from '../i18n/index.ts';

const FORMATS = ['csv', 'csv-gb18030', 'parquet'] as const;

interface ExportMenuProps {
  what: 'alerts' | 'leads' | 'transmission';
  /** the filter of the list, by the names that the API has for it */
  query: Record<string, string>;
  /** what is exported, where that is not the list itself */
  title?: string;
}

/** What the list shows, as a file. */
export function ExportMenu({ what, query, title }: ExportMenuProps) {
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
        {title ?? t('export.title')}
      </Button>
    </Dropdown>
  );
}

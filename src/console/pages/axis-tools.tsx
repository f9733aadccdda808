import { LeftOutlined, RightOutlined, UndoOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button, Segmented, Select, Space, Tooltip } from 'antd';
import type { Span } from '../../model/beijing.ts';
import type { Text } from '../../model/text.ts';
import { moved, PRESETS, type Range, stretched } from '../format/range.ts';
import { useWords } from '../i18n/index.ts';
import { useUrl } from '../parts/url.ts';
import { CustomRange } from './custom-range.tsx';

interface AxisToolsProps {
  factors: { factor: string; name: Text; limited: boolean }[];
  factor: string;
  basis: string;
  range: Range;
  zoom: (to: Span) => void;
}

const PRESET_WORDS = { '24h': 'site.range24h', '3d': 'site.range3d', '7d': 'site.range7d' } as const;

/** What to show on the time axis, and which stretch of it. */
export function AxisTools({ factors, factor, basis, range, zoom }: AxisToolsProps) {
  const { t, say } = useWords();
  const { patch } = useUrl();
  const limited = factors.find((f) => f.factor === factor)?.limited ?? false;
  const tools = [
    { name: t('site.earlier'), icon: <LeftOutlined />, act: () => zoom(moved(range, -0.5)) },
    { name: t('site.zoomIn'), icon: <ZoomInOutlined />, act: () => zoom(stretched(range, 0.5)) },
    { name: t('site.zoomOut'), icon: <ZoomOutOutlined />, act: () => zoom(stretched(range, 2)) },
    { name: t('site.later'), icon: <RightOutlined />, act: () => zoom(moved(range, 0.5)) },
  ];
  return (
    <>
      <Select
        value={factor}
        onChange={(next) => patch({ factor: next }, { replace: true })}
        options={factors.map((f) => ({ value: f.factor, label: say(f.name) }))}
        aria-label={t('site.factor')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        style={{ width: 150 }}
      />
      {limited && (
        <Segmented
          value={basis}
          onChange={(next) => patch({ basis: next === 'measured' ? next : null }, { replace: true })}
          options={[
            { value: 'converted', label: t('site.basisConverted') },
            { value: 'measured', label: t('site.basisMeasured') },
          ]}
          aria-label={t('site.basisConverted')}
        />
      )}
      <Segmented
        value={range.preset ?? ''}
        onChange={(next) =>
          patch({ range: next === '24h' ? null : String(next), from: null, to: null }, { replace: true })
        }
        options={(Object.keys(PRESETS) as (keyof typeof PRESETS)[]).map((value) => ({
          value,
          label: t(PRESET_WORDS[value]),
        }))}
        aria-label={t('alerts.span')}
      />
      <CustomRange range={range} apply={zoom} />
      <Space.Compact>
        {tools.map(({ name, icon, act }) => (
          <Tooltip key={name} title={name}>
            <Button icon={icon} onClick={act} aria-label={name} />
          </Tooltip>
        ))}
      </Space.Compact>
      {range.preset === null && (
        <Button type="text" icon={<UndoOutlined />} onClick={() => patch({ from: null, to: null }, { replace: true })}>
          {t('site.resetZoom')}
        </Button>
      )}
    </>
  );
}

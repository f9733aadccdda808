import type { EChartsOption } from 'echarts';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { type Chart, echarts } from './engine.ts';

/** An ECharts instance in an element, kept in step with the option and the size of the element. */
export function useChart(
  option: EChartsOption,
  language: string,
): { box: RefObject<HTMLDivElement | null>; chart: Chart | null } {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<Chart | null>(null);
  useEffect(() => {
    const element = box.current!;
    const made = echarts.init(element, null, { locale: language === 'zh' ? 'ZH' : 'EN' });
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(element);
    setChart(made);
    return () => {
      watch.disconnect();
      made.dispose();
      setChart(null);
    };
  }, [language]);
  useEffect(() => {
    chart?.setOption(option, { notMerge: true });
  }, [chart, option]);
  return { box, chart };
}

/** Dragging over a chart selects a stretch of time; a wheel turned with Ctrl zooms around the pointer. */
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Span } from '../../model/beijing.ts';
import type { Chart } from './engine.ts';
import { fromAxis } from './shift.ts';

const LEAST_PIXELS = 8;
const WHEEL_STEP = 1.3;

interface Drag {
  from: number;
  to: number;
}

export function useDrag(chart: Chart | null, window: Span, zoom: ((to: Span) => void) | undefined) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const latest = useRef({ window, zoom });
  latest.current = { window, zoom };

  const left = (event: { clientX: number }) => event.clientX - (chart?.getDom().getBoundingClientRect().left ?? 0);
  const timeAt = (x: number) => fromAxis(Number(chart?.convertFromPixel({ xAxisIndex: 0 }, x)));

  useEffect(() => {
    const element = chart?.getDom();
    if (!element) return;
    const turn = (event: WheelEvent) => {
      const { window, zoom } = latest.current;
      if (!event.ctrlKey || zoom === undefined) return;
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left;
      const centre = fromAxis(Number(chart?.convertFromPixel({ xAxisIndex: 0 }, x)));
      const factor = event.deltaY > 0 ? WHEEL_STEP : 1 / WHEEL_STEP;
      zoom({ start: centre - (centre - window.start) * factor, end: centre + (window.end - centre) * factor });
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [chart]);

  return {
    /** the stretch being selected, in pixels */
    drag,
    handlers: {
      onPointerDown(event: PointerEvent) {
        if (zoom === undefined || event.button !== 0 || event.pointerType === 'touch') return;
        const x = left(event);
        setDrag({ from: x, to: x });
      },
      onPointerMove(event: PointerEvent) {
        if (drag !== null) setDrag({ ...drag, to: left(event) });
      },
      onPointerUp() {
        if (drag === null) return;
        setDrag(null);
        const [a, b] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
        if (b - a < LEAST_PIXELS) return;
        zoom?.({ start: Math.max(window.start, timeAt(a)), end: Math.min(window.end, timeAt(b)) });
      },
      onPointerLeave() {
        setDrag(null);
      },
    },
  };
}

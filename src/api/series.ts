import { z } from 'zod';
import { alertView } from '../model/alert-view.ts';
import type { SeriesView } from '../model/views/series.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { unknownId } from './faults.ts';
import { checkSpan, factorCode, id, time } from './input.ts';
import type { Ports, SeriesQuery } from './ports.ts';
import { Refusal } from './problems.ts';
import { markView } from './say.ts';
import { Series } from './schemas/series.ts';

/** Marks and alerts drawn into one chart at most. */
const DRAWN = 500;

const querystring = z.strictObject({
  outlet: id,
  factor: factorCode,
  from: time,
  to: time,
  width: z.coerce.number().int().min(10).max(4000).default(1200).describe('像素宽度 / buckets at most'),
  basis: z.enum(['converted', 'measured']).default('converted'),
});

export const series: Resource = async (app, { ports }) => {
  app.get(
    '/series',
    {
      schema: {
        operationId: 'getSeries',
        tags: ['series'],
        summary: '曲线：保留峰值与缺口 / A curve with its peaks and gaps',
        querystring,
        response: { 200: Series, ...problems('not-found', 'invalid-input', 'not-ready') },
      },
    },
    async ({ query }) => {
      checkSpan(query.from, query.to, '/to');
      const curve = await ports.engine.series(query);
      if (!curve) throw await unknownSeries(ports, query);
      return { ...curve, ...drawn(ports, query) };
    },
  );
};

/** What is drawn into the chart: the outlet's marks, and the alerts on the factor or on the outlet as a whole. */
function drawn({ views }: Ports, { outlet, factor, from, to }: SeriesQuery): Pick<SeriesView, 'marks' | 'alerts'> {
  const states = ['provisional', 'confirmed'] as const;
  const alerts = views.alerts({ outlet, from, to, states }, 'start', null, DRAWN).items;
  return {
    marks: views.marks({ outlet, from, to }, null, DRAWN).items.map(markView),
    alerts: alerts.filter((alert) => alert.factor === factor || alert.factor === null).map(alertView),
  };
}

async function unknownSeries({ engine }: Ports, { outlet, factor }: SeriesQuery): Promise<Refusal> {
  const { outlets, factors } = await engine.names();
  const known = outlets[outlet] !== undefined;
  const fault = known
    ? unknownId('/factor', { zh: '监测因子', en: 'factor' }, factor, Object.keys(factors))
    : unknownId('/outlet', { zh: '排放口', en: 'outlet' }, outlet, Object.keys(outlets));
  const detail = known
    ? { zh: `排放口 ${outlet} 没有因子 ${factor} 的数据`, en: `Outlet ${outlet} has no data of factor ${factor}` }
    : fault.message;
  return new Refusal('not-found', detail, [fault]);
}

/** The parts of ECharts that are used, and no others. */
import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

echarts.use([LineChart, CustomChart, GridComponent, TooltipComponent, CanvasRenderer]);

export { echarts };
export type Chart = echarts.ECharts;

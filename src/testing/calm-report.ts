import { htmlOf } from '../report/html.ts';

/** A calm day, in the form of every report. */
export const CALM_REPORT = htmlOf({
  language: 'zh',
  name: 'daily',
  title: '污染源自动监控日报',
  period: '2026-11-15',
  banner: '示范数据',
  head: [['编制单位', '示例监测中心']],
  sections: [
    {
      heading: '一、概述',
      blocks: [
        { kind: 'text', tone: 'calm', text: '报告期内没有按规则判定的问题。' },
        { kind: 'text', tone: 'note', text: '说明' },
        {
          kind: 'table',
          caption: '涉嫌超标',
          columns: [
            { head: '企业', width: 3 },
            { head: '数值', width: 1, align: 'right' },
          ],
          rows: [['示范电厂', '81 mg/m³']],
          more: null,
        },
      ],
    },
  ],
  signatures: ['编制', '审核'],
  foot: '日报',
  date: 0,
});

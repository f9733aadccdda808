import type { Language, Text } from '../model/text.ts';
import type { Suspicion } from '../screen/suspicion.ts';
import { type Table, timeOf } from '../screen/table.ts';
import type { WideFile } from './screen-file.ts';

interface Report {
  file: string;
  wide: WideFile;
  shown: { name: string; suspicions: Suspicion[] }[];
  limits: ReadonlyMap<string, number>;
  language: Language;
}

/** Charts of single suspicions per signal at most: the surest. */
const CHARTS = 12;
const WIDTH = 980;

/** One HTML page with charts drawn as SVG; it loads nothing. */
export async function screenReport({ file, wide, shown, limits, language }: Report): Promise<string> {
  const t = (text: Text) => text[language];
  const { table, zone } = wide;
  const stamp = (slot: number) =>
    `${new Date(timeOf(table, slot)).toISOString().slice(0, 16).replace('T', ' ')}${zone}`;
  const parts: string[] = [];
  for (const { name, suspicions } of shown) {
    const column = table.columns.findIndex((c) => c.name === name);
    const limit = limits.get(name);
    parts.push(`<h2>${html(name)}</h2>`);
    parts.push(
      await chart(
        table,
        column,
        0,
        table.length,
        suspicions.filter(({ score }) => score >= 0.5),
        limit,
        220,
        language,
      ),
    );
    if (suspicions.length === 0) {
      parts.push(`<p>${t({ zh: '没有疑点。', en: 'Nothing suspicious.' })}</p>`);
      continue;
    }
    const rows = suspicions.map(
      (s) =>
        `<tr class="${s.score >= 0.5 ? 'worth' : ''}"><td>${stamp(s.from)}</td><td>${stamp(s.to - 1)}</td><td>${s.score.toFixed(2)}</td><td>${html(t(s.says))} <code>${s.kind}</code></td></tr>`,
    );
    const head = [
      { zh: '开始', en: 'start' },
      { zh: '结束', en: 'end' },
      { zh: '分数', en: 'score' },
      { zh: '说明', en: 'why' },
    ];
    parts.push(
      `<table><thead><tr>${head.map((h) => `<th>${t(h)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
    );
    const surest = [...suspicions]
      .filter(({ score }) => score >= 0.5)
      .sort((a, b) => b.score - a.score)
      .slice(0, CHARTS);
    for (const s of surest) {
      const margin = s.to - s.from;
      parts.push(
        `<figure><figcaption>${stamp(s.from)} – ${stamp(s.to - 1)} · ${s.score.toFixed(2)} · ${html(t(s.says))}</figcaption>`,
      );
      parts.push(
        await chart(
          table,
          column,
          Math.max(0, s.from - margin),
          Math.min(table.length, s.to + margin),
          [s],
          limit,
          200,
          language,
        ),
      );
      parts.push('</figure>');
    }
  }
  const title = t({ zh: '数据筛查报告', en: 'Screening report' });
  const caution = t({
    zh: '疑点是与自身历史、参照信号或自身算术不一致之处，是核查的线索，不是弄虚作假的结论。分数 0.5 为值得一看。',
    en: 'A suspicion is a stretch that is inconsistent with its own past, its companions or its own arithmetic. It is a lead to check, not a finding of falsification. A score of 0.5 is worth a look.',
  });
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><title>${title} · ${html(file)}</title>
<style>body{font:14px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:${WIDTH}px;margin:24px auto;padding:0 12px;color:#222}
code{color:#666;font-size:12px}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:4px 8px;text-align:left;vertical-align:top}
tr.worth td:nth-child(3){font-weight:bold;color:#a8071a}figure{margin:16px 0}figcaption{color:#444}svg{max-width:100%;height:auto}</style></head>
<body><h1>${title}</h1><p>${html(file)} · ${stamp(0)} – ${stamp(table.length - 1)}</p><p>${caution}</p>
${wide.notes.length ? `<ul>${wide.notes.map((n) => `<li>${html(t(n))}</li>`).join('')}</ul>` : ''}
${parts.join('\n')}</body></html>\n`;
}

/** A line of minima and maxima: no peak is lost, a gap stays a gap. */
async function chart(
  table: Table,
  column: number,
  from: number,
  to: number,
  marked: readonly Suspicion[],
  limit: number | undefined,
  height: number,
  language: Language,
): Promise<string> {
  const { init } = await import('echarts');
  const engine = init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height,
    locale: language === 'zh' ? 'ZH' : 'EN',
  });
  engine.setOption({
    animation: false,
    useUTC: true,
    grid: { left: 60, right: 16, top: 12, bottom: 28 },
    xAxis: { type: 'time', min: timeOf(table, from), max: timeOf(table, to - 1) },
    yAxis: { type: 'value', scale: true },
    series: [
      {
        type: 'line',
        showSymbol: false,
        lineStyle: { width: 1 },
        data: peaks(table, column, from, to),
        markArea: {
          silent: true,
          itemStyle: { color: 'rgba(207,19,34,0.16)' },
          data: marked.map((s) => [{ xAxis: timeOf(table, s.from) }, { xAxis: timeOf(table, s.to - 1) }]),
        },
        ...(limit === undefined
          ? {}
          : { markLine: { silent: true, symbol: 'none', lineStyle: { color: '#cf1322' }, data: [{ yAxis: limit }] } }),
      },
    ],
  });
  const svg = engine.renderToSVGString();
  engine.dispose();
  return svg;
}

function peaks(table: Table, column: number, from: number, to: number): [number, number | null][] {
  const { values } = table.columns[column]!;
  const bucket = Math.max(1, Math.ceil((to - from) / WIDTH));
  const points: [number, number | null][] = [];
  for (let i = from; i < to; i += bucket) {
    let low = -1;
    let high = -1;
    for (let k = i; k < Math.min(to, i + bucket); k++) {
      if (Number.isNaN(values[k]!)) continue;
      if (low < 0 || values[k]! < values[low]!) low = k;
      if (high < 0 || values[k]! > values[high]!) high = k;
    }
    if (low < 0) points.push([timeOf(table, i), null]);
    else
      for (const k of low === high ? [low] : [Math.min(low, high), Math.max(low, high)])
        points.push([timeOf(table, k), values[k]!]);
  }
  return points;
}

const html = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

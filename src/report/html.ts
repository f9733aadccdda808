import type { Block, ReportDocument } from './document.ts';

/** One page that loads nothing, for the screen and, by its print style, for A4. */
export function htmlOf(document: ReportDocument): string {
  const { language, title, period, banner, head, sections, signatures, foot } = document;
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${title} ${period}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main aria-label="${escaped(title)}">
${banner === null ? '' : `<p class="banner">${escaped(banner)}</p>`}
<h1>${escaped(title)}</h1>
<p class="period">${escaped(period)}</p>
<dl>${head.map(([label, value]) => `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>
${sections.map(({ heading, blocks }) => `<section><h2>${escaped(heading)}</h2>\n${blocks.map(blockOf).join('\n')}</section>`).join('\n')}
<div class="signatures">${signatures.map((name) => `<div>${escaped(name)}<span></span></div>`).join('')}</div>
<footer>${escaped(foot)}</footer>
</main>
</body>
</html>
`;
}

function blockOf(block: Block): string {
  if (block.kind === 'text') return `<p class="${block.tone}">${escaped(block.text)}</p>`;
  const { caption, columns, rows, more } = block;
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const right = columns.map(({ align }) => (align === 'right' ? ' class="right"' : ''));
  // Too wide for a phone: it scrolls by itself, by keyboard as well.
  const label = escaped(caption ?? columns.map(({ head }) => head).join(' '));
  return `<div class="table" role="region" tabindex="0" aria-label="${label}"><table>
${caption === null ? '' : `<caption>${escaped(caption)}</caption>`}
<colgroup>${columns.map(({ width }) => `<col style="width:${((width / all) * 100).toFixed(2)}%">`).join('')}</colgroup>
<thead><tr>${columns.map(({ head }, i) => `<th scope="col"${right[i]}>${escaped(head)}</th>`).join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map((cell, i) => `<td${right[i]}>${escaped(cell)}</td>`).join('')}</tr>`).join('\n')}</tbody>
</table></div>${more === null ? '' : `<p class="note">${escaped(more)}</p>`}`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

const STYLE = `
:root{color-scheme:light;--ink:#1c2430;--soft:#55606e;--line:#c5ccd6;--fill:#f1f4f8}
*{box-sizing:border-box}
body{margin:0;background:#e9edf2;color:var(--ink);font:14px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif}
main{max-width:1000px;margin:24px auto;padding:40px 48px;background:#fff}
h1{margin:0;text-align:center;font-size:26px;line-height:1.3}
.period{margin:4px 0 20px;text-align:center;font-size:17px;color:var(--soft)}
.banner{margin:0 0 20px;padding:6px 12px;border:2px solid #b45309;color:#8a3c00;text-align:center;font-weight:700}
dl{display:grid;grid-template-columns:1fr 1fr;gap:4px 32px;margin:0 0 8px;padding:12px 0;border-block:1px solid var(--line)}
dl div{display:flex;gap:12px}dt{flex:0 0 5em;color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
h2{margin:28px 0 8px;padding-bottom:4px;border-bottom:2px solid var(--ink);font-size:17px}
p{margin:8px 0}.note{color:var(--soft);font-size:12.5px}.calm{color:#14532d}
.table{margin:10px 0;overflow-x:auto}
table{width:100%;min-width:720px;border-collapse:collapse;font-size:12.5px;line-height:1.45;font-variant-numeric:tabular-nums}
caption{padding:0 0 4px;text-align:left;font-weight:700;font-size:13px}
th,td{padding:4px 6px;border:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:var(--fill);font-weight:700}.right{text-align:right}
.signatures{display:grid;grid-template-columns:repeat(4,1fr);gap:24px;margin:44px 0 12px;break-inside:avoid}
.signatures div{display:flex;align-items:end;gap:8px;white-space:nowrap}.signatures span{flex:1;height:28px;border-bottom:1px solid var(--ink)}
footer{margin-top:24px;color:var(--soft);font-size:12px;text-align:center}
@media(max-width:640px){main{margin:0;padding:20px 16px}dl{grid-template-columns:1fr}h1{font-size:21px}.signatures{grid-template-columns:1fr 1fr}}
@media print{@page{size:A4;margin:16mm 14mm}body{background:#fff;font-size:10.5px}main{max-width:none;margin:0;padding:0}
.table{overflow:visible}table{min-width:0;font-size:9px}tr{break-inside:avoid}thead{display:table-header-group}h2{font-size:13px;break-after:avoid}}
`.trim();

import { createRequire } from 'node:module';
import path from 'node:path';
import { openSync } from 'fontkit';
import pdfmake from 'pdfmake';
import type { Alignment, Content, TableCell, TDocumentDefinitions, TFontDictionary } from 'pdfmake/interfaces.js';
import type { Block, ReportDocument } from './document.ts';

/**
 * Noto Sans Hans (OFL), whole fonts with about 30 900 characters each. `@embedpdf/fonts-sc` brings five weights in 41 MB;
 * the same family from `@expo-google-fonts/noto-sans-sc` takes 94 MB, other packages cut it into slices for browsers.
 */
const FOLDER = path.join(path.dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '../fonts');
const REGULAR = path.join(FOLDER, 'NotoSansHans-Regular.otf');
const BOLD = path.join(FOLDER, 'NotoSansHans-Bold.otf');
const FONTS: TFontDictionary = {
  NotoSansHans: { normal: REGULAR, bold: BOLD, italics: REGULAR, bolditalics: BOLD },
};

/** A4 and its margins, points. */
const MARGINS: [number, number, number, number] = [40, 48, 40, 46];
const WIDTH = 595.28 - MARGINS[0] - MARGINS[2];
const CELL_PADDING = 3;
const RULE = 0.5;
/** A heading that would begin below this share of a page begins the next one: it never stands alone at the foot. */
const HEADINGS_ABOVE = 0.9;
const INK = '#1c2430';
const SOFT = '#55606e';
const LINE = '#b8c0cb';

/** The document as a PDF: the same document gives the same bytes. It opens nothing but its two fonts. */
export async function pdfOf(document: ReportDocument): Promise<Buffer> {
  pdfmake.setFonts(FONTS);
  pdfmake.setLocalAccessPolicy((file: string) => file === REGULAR || file === BOLD);
  pdfmake.setUrlAccessPolicy(() => false);
  return pdfmake.createPdf(definitionOf(printable(document))).getBuffer();
}

function definitionOf(document: ReportDocument): TDocumentDefinitions {
  const { title, period, banner, head, sections, signatures, foot, date, language } = document;
  const when = new Date(date);
  return {
    pageSize: 'A4',
    pageMargins: MARGINS,
    language: language === 'zh' ? 'zh-CN' : 'en',
    info: {
      title: `${title} ${period}`,
      creator: 'fluewatch',
      producer: 'fluewatch',
      creationDate: when,
      modDate: when,
    },
    defaultStyle: { font: 'NotoSansHans', fontSize: 9, lineHeight: 1.25, color: INK },
    header: () =>
      banner === null
        ? ''
        : { text: banner, alignment: 'center', bold: true, fontSize: 8, color: '#8a3c00', margin: [40, 20, 40, 0] },
    footer: (page: number, pages: number): Content => ({
      columns: [
        { text: foot, color: SOFT, fontSize: 7.5 },
        { text: `${page} / ${pages}`, alignment: 'right', color: SOFT, fontSize: 7.5 },
      ],
      margin: [40, 14, 40, 0],
    }),
    content: [
      { text: title, alignment: 'center', bold: true, fontSize: 18 },
      { text: period, alignment: 'center', fontSize: 12, color: SOFT, margin: [0, 2, 0, 10] },
      headOf(head),
      ...sections.flatMap(({ heading, blocks }): Content[] => {
        return [
          { text: heading, bold: true, fontSize: 11.5, margin: [0, 12, 0, 4], headlineLevel: 1 },
          ...blocks.map(blockOf),
        ];
      }),
      signaturesOf(signatures),
    ],
    pageBreakBefore: ({ headlineLevel, startPosition }) =>
      headlineLevel === 1 && startPosition.verticalRatio > HEADINGS_ABOVE,
  };
}

function headOf(head: ReportDocument['head']): Content {
  const cell = ([label, value]: readonly [string, string]): Content => ({
    text: [{ text: `${label}  `, color: SOFT }, value],
  });
  const rows = head.flatMap((_, i) =>
    i % 2 === 0 ? [[cell(head[i]!), head[i + 1] ? cell(head[i + 1]!) : ({ text: '' } as Content)]] : [],
  );
  return {
    table: { widths: ['*', '*'], body: rows },
    layout: {
      hLineWidth: (i, node) => (i === 0 || i === node.table.body.length ? 0.7 : 0),
      vLineWidth: () => 0,
      hLineColor: () => INK,
      paddingTop: () => 2,
      paddingBottom: () => 2,
    },
  };
}

const TONES = { plain: {}, calm: { color: '#14532d' }, note: { color: SOFT, fontSize: 8 } } as const;

function blockOf(block: Block): Content {
  if (block.kind === 'text') return { text: block.text, margin: [0, 2, 0, 3], ...TONES[block.tone] };
  const { caption, columns, rows, more } = block;
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const room = WIDTH - columns.length * 2 * CELL_PADDING - (columns.length + 1) * RULE;
  const align = columns.map((column): Alignment => column.align ?? 'left');
  const cell = (text: string, i: number): TableCell => ({ text, alignment: align[i]! });
  const heads = columns.map(({ head }, i): TableCell => {
    return { text: head, bold: true, fillColor: '#f1f4f8', alignment: align[i]! };
  });
  return [
    ...(caption === null
      ? []
      : [{ text: caption, bold: true, fontSize: 8.5, margin: [0, 5, 0, 2], headlineLevel: 1 } satisfies Content]),
    {
      fontSize: 7.5,
      margin: [0, 2, 0, 5],
      table: {
        headerRows: 1,
        keepWithHeaderRows: 1,
        dontBreakRows: true,
        widths: columns.map(({ width }) => (width / all) * room),
        body: [heads, ...rows.map((row) => row.map(cell))],
      },
      layout: {
        hLineWidth: () => RULE,
        vLineWidth: () => RULE,
        hLineColor: () => LINE,
        vLineColor: () => LINE,
        paddingLeft: () => CELL_PADDING,
        paddingRight: () => CELL_PADDING,
        paddingTop: () => 2,
        paddingBottom: () => 2,
      },
    },
    ...(more === null ? [] : [{ text: more, ...TONES.note } satisfies Content]),
  ];
}

function signaturesOf(names: readonly string[]): Content {
  return {
    unbreakable: true,
    margin: [0, 26, 0, 0],
    columns: names.map((name) => ({ text: `${name}${'＿'.repeat(7)}`, fontSize: 9 })),
  };
}

/** A character that the fonts do not have is written as its code: names must never lose one silently. */
function printable(document: ReportDocument): ReportDocument {
  const font = openSync(REGULAR);
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${REGULAR} is no single font`);
  const texts = JSON.stringify(document);
  const missing = [...new Set(texts)].filter((c) => !font.hasGlyphForCodePoint(c.codePointAt(0)!));
  const coded = missing.reduce(
    (text, c) => text.replaceAll(c, `[U+${c.codePointAt(0)!.toString(16).toUpperCase()}]`),
    texts,
  );
  return JSON.parse(coded) as ReportDocument;
}

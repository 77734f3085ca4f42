import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import { type Block, type BreachDocument, columnShares } from './blocks.ts';

const FONT = 'Liberation Serif';
const CELL_MARGIN_TWIPS = 80;
const PAGE_WIDTH_TWIPS = 9_026;

/** A text document to fill in and sign. */
export async function renderDocx({ title, subtitle, blocks }: BreachDocument): Promise<Uint8Array> {
  const document = new Document({
    title,
    creator: 'Sharewarden',
    styles: {
      default: {
        document: { run: { font: FONT, size: 22 } },
        title: { run: { font: FONT, size: 36, bold: true } },
        heading2: { run: { font: FONT, size: 24, bold: true, color: '000000' } },
      },
    },
    sections: [
      {
        children: [
          new Paragraph({ text: title, heading: HeadingLevel.TITLE }),
          new Paragraph({ children: [new TextRun({ text: subtitle, italics: true })], spacing: { after: 240 } }),
          ...blocks.flatMap(blockParts),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function blockParts(block: Block): readonly (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          text: block.text,
          heading: HeadingLevel.HEADING_2,
          spacing: { before: 240, after: 80 },
          pageBreakBefore: block.newPage ?? false,
        }),
      ];
    case 'paragraph':
      return [new Paragraph({ text: block.text, spacing: { after: 120 } })];
    case 'list':
      return block.items.map((text, index) => {
        const last = index === block.items.length - 1;
        return new Paragraph({ text, bullet: { level: 0 }, spacing: { after: last ? 120 : 0 } });
      });
    case 'table':
      return [tableOf(block), new Paragraph({ text: '' })];
    default:
      return block satisfies never;
  }
}

function tableOf(block: Extract<Block, { readonly kind: 'table' }>): Table {
  const { head, rows } = block;
  const widths = columnShares(block).map((share) => Math.floor(PAGE_WIDTH_TWIPS * share));
  const row = (cells: readonly string[], bold: boolean) =>
    new TableRow({
      tableHeader: bold,
      cantSplit: true,
      children: cells.map(
        (text, column) =>
          new TableCell({
            width: { size: widths[column] ?? 0, type: WidthType.DXA },
            margins: { left: CELL_MARGIN_TWIPS, right: CELL_MARGIN_TWIPS },
            children: [new Paragraph({ children: [new TextRun({ text, bold, size: 18 })] })],
          }),
      ),
    });
  return new Table({
    width: { size: PAGE_WIDTH_TWIPS, type: WidthType.DXA },
    columnWidths: widths,
    rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
  });
}

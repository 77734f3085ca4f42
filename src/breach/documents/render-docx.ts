import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import type { Block, BreachDocument } from './blocks.ts';

const CELL_MARGIN_TWIPS = 80;
const PAGE_WIDTH_TWIPS = 9_026;

/** A text document to fill in and sign. */
export async function renderDocx({ title, subtitle, blocks }: BreachDocument): Promise<Uint8Array> {
  const document = new Document({
    title,
    creator: 'Sharewarden',
    styles: { default: { document: { run: { font: 'Liberation Serif', size: 22 } } } },
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
        new Paragraph({ text: block.text, heading: HeadingLevel.HEADING_2, spacing: { before: 240, after: 80 } }),
      ];
    case 'paragraph':
      return [new Paragraph({ text: block.text, spacing: { after: 120 } })];
    case 'list':
      return block.items.map((text) => new Paragraph({ text, bullet: { level: 0 } }));
    case 'table':
      return [tableOf(block.head, block.rows), new Paragraph({ text: '' })];
    default:
      return block satisfies never;
  }
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): Table {
  const width = Math.floor(PAGE_WIDTH_TWIPS / Math.max(1, head.length));
  const row = (cells: readonly string[], bold: boolean) =>
    new TableRow({
      tableHeader: bold,
      children: cells.map(
        (text) =>
          new TableCell({
            width: { size: width, type: WidthType.DXA },
            margins: { left: CELL_MARGIN_TWIPS, right: CELL_MARGIN_TWIPS },
            children: [new Paragraph({ children: [new TextRun({ text, bold, size: 18 })] })],
          }),
      ),
    });
  return new Table({
    width: { size: PAGE_WIDTH_TWIPS, type: WidthType.DXA },
    columnWidths: head.map(() => width),
    rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
  });
}

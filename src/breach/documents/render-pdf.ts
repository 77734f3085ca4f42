import type PDFDocument from 'pdfkit';
import { type Block, type BreachDocument, columnShares } from './blocks.ts';

const MARGIN_POINTS = 56;

/** Pages to print and keep. The standard fonts know Western letters; what they do not know becomes '?'. */
export async function renderPdf({ title, subtitle, blocks }: BreachDocument, atMs: number): Promise<Uint8Array> {
  const { default: Pages } = await import('pdfkit');
  const pdf = new Pages({
    size: 'LETTER',
    margin: MARGIN_POINTS,
    bufferPages: true,
    lang: 'en',
    info: { Title: title, Creator: 'Sharewarden', CreationDate: new Date(atMs) },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Uint8Array>((resolve) => {
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
  pdf.font('Times-Bold').fontSize(18).text(western(title));
  pdf.font('Times-Italic').fontSize(10).text(western(subtitle)).moveDown();
  for (const block of blocks) writeBlock(pdf, block);
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page);
    pdf.page.margins.bottom = 0;
    pdf.font('Times-Roman').fontSize(8);
    pdf.text(`${western(subtitle)} - page ${page + 1} of ${count}`, MARGIN_POINTS, pdf.page.height - 40);
  }
  pdf.end();
  return ended;
}

type Pdf = InstanceType<typeof PDFDocument>;

function writeBlock(pdf: Pdf, block: Block): void {
  switch (block.kind) {
    case 'heading':
      if (block.newPage) pdf.addPage();
      pdf.moveDown(0.6).font('Times-Bold').fontSize(12).text(western(block.text), MARGIN_POINTS).moveDown(0.2);
      break;
    case 'paragraph':
      pdf.font('Times-Roman').fontSize(10).text(western(block.text), MARGIN_POINTS).moveDown(0.4);
      break;
    case 'list':
      pdf.font('Times-Roman').fontSize(10);
      for (const item of block.items) pdf.text(`- ${western(item)}`, MARGIN_POINTS, undefined, { indent: 0 });
      pdf.moveDown(0.4);
      break;
    case 'table':
      pdf.font('Times-Roman').fontSize(8);
      pdf.table({
        columnStyles: columnShares(block).map((share) => ({ width: share * (pdf.page.width - 2 * MARGIN_POINTS) })),
        defaultStyle: { border: 0.5, borderColor: '#999', padding: 3 },
        data: [block.head, ...block.rows].map((row, index) =>
          row.map((cell) => ({
            text: western(cell),
            ...(index === 0 && { backgroundColor: '#eee', font: { src: 'Times-Bold' } }),
          })),
        ),
      });
      pdf.x = MARGIN_POINTS;
      pdf.moveDown(0.6);
      break;
    default:
      block satisfies never;
  }
}

/** The standard fonts write Windows-1252. */
function western(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]/gu, '?');
}

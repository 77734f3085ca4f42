import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openOwnDocument } from '../../src/extract/pdf/own-document.ts';
import { readPdfPage } from '../../src/extract/pdf/pdf-page.ts';
import { createPdfiumSession } from '../../src/extract/pdf/pdfium-session.ts';

/** A file of one page; further objects begin at number 5. */
function onePage(content: string, fonts: string, objects: readonly string[] = [], packed = true): Buffer {
  const stream = packed ? deflateSync(content).toString('latin1') : content;
  const all = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<<${fonts}>>/XObject<</X 7 0 R>>>>>>`,
    `<</Length ${stream.length}${packed ? '/Filter/FlateDecode' : ''}>>\nstream\n${stream}\nendstream`,
    ...objects,
  ];
  let file = '%PDF-1.7\n';
  const entries = all.map((object, index) => {
    const entry = `${String(file.length).padStart(10, '0')} 00000 n \n`;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return entry;
  });
  file += `xref\n0 ${all.length + 1}\n0000000000 65535 f \n${entries.join('')}trailer\n<</Size ${all.length + 1}/Root 1 0 R>>\nstartxref\n${file.lastIndexOf('endobj\n') + 7}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

const STANDARD = ['Helvetica', 'Times-Roman', 'Courier'];
const FONTS = STANDARD.map(
  (name, index) => `/F${index}<</Type/Font/Subtype/Type1/BaseFont/${name}/Encoding/WinAnsiEncoding>>`,
).join('');

/** Text of the page by the own reader; nothing where it is not sure. */
function ownText(bytes: Buffer): string | undefined {
  const own = openOwnDocument(bytes);
  const page = own?.pages[0];
  return page && own.pageText(page)?.text.trim();
}

async function pdfiumText(bytes: Buffer): Promise<string> {
  const session = createPdfiumSession(bytes);
  try {
    const pdf = await session.open();
    if (!pdf || pdf === 'locked') throw new Error('does not open');
    const parts = [...readPdfPage(pdf, 0, { members: [] }, () => {}, undefined)];
    return parts
      .map((part) => (part.kind === 'text' ? Buffer.from(part.utf8).toString('utf8') : ''))
      .join('')
      .trim();
  } finally {
    session.close();
  }
}

const at = (x: number, y: number, text: string): string => `1 0 0 1 ${x} ${y} Tm (${text}) Tj`;
const pieces = [...'449-11-2233'].map((character) => `(${character})`);

const DRAWN: Readonly<Record<string, string>> = {
  'in one string': at(72, 700, 'SSN 449-11-2233'),
  'in single characters': [...'449-11-2233'].map((character, index) => at(72 + index * 6.6, 700, character)).join('\n'),
  'in pieces with kerning': `72 700 Td [(SSN )-20 ${pieces.join(' 12 ')}] TJ`,
  'in pieces that part words': '72 700 Td [(SSN)-300(449-11-2233)-900(Mary)] TJ',
  'over two lines': `${at(72, 700, 'SSN 449-11-')}\n${at(72, 686, '2233')}`,
  'a word broken at the end of a line': `${at(72, 700, 'un-')}\n${at(72, 686, 'employment 449-11-2233')}`,
  invisible: `3 Tr ${at(72, 700, '449-11-2233')}`,
  'in another order than it stands': `${at(120, 700, '449-11-2233')}\n${at(72, 700, 'SSN')}`,
  'with a raised number': `72 700 Td (Total) Tj 4 Ts (2) Tj 0 Ts ( 449-11-2233) Tj`,
  'scaled and spaced': `0.5 Tc 90 Tz 2 Tw ${at(72, 700, 'SSN 449-11-2233 of Mary')}`,
};

describe('a page that the own reader is sure of is read as PDFium reads it', () => {
  for (const [name, content] of Object.entries(DRAWN))
    for (const font of STANDARD.keys())
      it(`${name}, ${STANDARD[font]}`, async () => {
        const bytes = onePage(`BT /F${font} 11 Tf 14 TL ${content} ET`, FONTS);
        const theirs = await pdfiumText(bytes);
        expect(theirs).toMatch(/449-11-|4\s?4\s?9/);
        expect(ownText(bytes) ?? theirs).toBe(theirs);
      });

  it('and it is sure of the usual ones', () => {
    const sure = Object.values(DRAWN).filter(
      (content) => ownText(onePage(`BT /F0 11 Tf ${content} ET`, FONTS)) !== undefined,
    );
    expect(sure.length).toBeGreaterThanOrEqual(8);
  });

  it('with lines, sizes, gaps and places by chance', async () => {
    let seed = 7;
    const below = (bound: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (seed >> 8) % bound;
    };
    let sure = 0;
    for (let round = 0; round < 600; round += 1) {
      const size = 7 + below(8);
      const lines = Array.from({ length: 3 + below(10) }, (_, line) => {
        let x = 50 + below(40);
        return Array.from({ length: 1 + below(6) }, () => {
          const word = ['SSN', '449-11-2233', 'the', 'Security', '$1,200.00', 'well-', '12', '(a)'][below(8)] ?? '';
          const piece = at(x, 740 - line * size * (1.1 + below(5) / 10), word);
          x += word.length * size * 0.6 + (below(8) * size) / 10;
          return piece;
        }).join('\n');
      });
      const bytes = onePage(`BT /F${below(3)} ${size} Tf ${lines.join('\n')} ET`, FONTS);
      const own = ownText(bytes);
      if (own === undefined) continue;
      sure += 1;
      expect(own).toBe(await pdfiumText(bytes));
    }
    expect(sure).toBeGreaterThan(10);
  });
});

describe('the own reader steps aside', () => {
  const odd: Readonly<Record<string, Buffer>> = {
    'from turned text': onePage('BT /F0 11 Tf 0 1 -1 0 72 700 Tm (449-11-2233) Tj ET', FONTS),
    'from text that stands for other text': onePage('/Span<</ActualText(x)>>BDC BT /F0 11 Tf (449) Tj ET EMC', FONTS),
    'from an operator that is not known': onePage('BT /F0 11 Tf (449) Tj ET xyz', FONTS),
    'from a composite font without characters': onePage(
      'BT /F 11 Tf <0001> Tj ET',
      '/F<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2>>]>>',
    ),
    'from text drawn twice': onePage(
      `BT /F0 11 Tf ${at(72, 700, '449-11-2233')} ${at(72.3, 700, '449-11-2233')} ET`,
      FONTS,
    ),
    'from a form that draws itself': onePage('/X Do', FONTS, [
      'null',
      'null',
      '<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 5>>\nstream\n/X Do\nendstream',
    ]),
    'from a stream of another length than it says': Buffer.from(
      onePage('BT /F0 11 Tf (449-11-2233) Tj ET', FONTS, [], false)
        .toString('latin1')
        .replace('/Length 32', '/Length 12'),
      'latin1',
    ),
    'from content that unpacks to very much': onePage(' '.repeat(70 * 1024 * 1024), FONTS),
  };
  for (const [name, bytes] of Object.entries(odd)) it(name, () => expect(ownText(bytes)).toBeUndefined());
});

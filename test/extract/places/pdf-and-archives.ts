import { deflateSync, gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import type { PlacesOfFormat } from './planted.ts';

const pdfOf = (objects: readonly string[], trailer = ''): Buffer => {
  const pieces = ['%PDF-1.7\n'];
  const offsets: number[] = [];
  objects.forEach((object, index) => {
    offsets.push(pieces.join('').length);
    pieces.push(`${index + 1} 0 obj\n${object}\nendobj\n`);
  });
  const start = pieces.join('').length;
  pieces.push(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`,
  );
  return Buffer.from(pieces.join(''), 'latin1');
};
/** One page with this content; further objects begin at number 6. */
const pdfPage = (
  content: string,
  more: { catalog?: string; page?: string; objects?: readonly string[]; trailer?: string } = {},
): Buffer =>
  pdfOf(
    [
      `<</Type/Catalog/Pages 2 0 R${more.catalog ?? ''}>>`,
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>${more.page ?? ''}>>`,
      `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
      '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
      ...(more.objects ?? []),
    ],
    more.trailer,
  );
const shown = (text: string, before = ''): string => `BT /F 12 Tf 72 700 Td ${before} (${text}) Tj ET`;
const stream = (dictionary: string, content: Buffer): string =>
  `<<${dictionary}/Length ${content.length}>>\nstream\n${content.toString('latin1')}\nendstream`;
const annotated = (annotation: string) => pdfPage(shown('body'), { page: '/Annots[6 0 R]', objects: [annotation] });
const xmp = (v: string): Buffer =>
  Buffer.from(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:description>${v}</dc:description></x:xmpmeta>`);

export const pdfPlaces: PlacesOfFormat = {
  name: 'form.pdf',
  places: {
    'invisible text': (v) => pdfPage(shown(v, '3 Tr')),
    'white text': (v) => pdfPage(shown(v, '1 1 1 rg')),
    'text off the page': (v) => pdfPage(`BT /F 12 Tf 72 2000 Td (${v}) Tj ET`),
    'text in a hidden layer': (v) =>
      pdfPage(`/OC /L BDC ${shown(v)} EMC`, {
        catalog: '/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>',
        objects: ['<</Type/OCG/Name(x)>>'],
      }),
    'custom property': (v) => pdfPage(shown('x'), { objects: [`<</CaseNumber(${v})>>`], trailer: '/Info 6 0 R' }),
    keywords: (v) => pdfPage(shown('x'), { objects: [`<</Keywords(${v})>>`], trailer: '/Info 6 0 R' }),
    XMP: (v) =>
      pdfPage(shown('x'), { catalog: '/Metadata 6 0 R', objects: [stream('/Type/Metadata/Subtype/XML', xmp(v))] }),
    'packed XMP': (v) =>
      pdfPage(shown('x'), {
        catalog: '/Metadata 6 0 R',
        objects: [stream('/Type/Metadata/Subtype/XML/Filter/FlateDecode', deflateSync(xmp(v)))],
      }),
    bookmark: (v) =>
      pdfPage(shown('x'), {
        catalog: '/Outlines 6 0 R',
        objects: ['<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>', `<</Title(${v})/Parent 6 0 R/Dest[3 0 R/Fit]>>`],
      }),
    'document script': (v) =>
      pdfPage(shown('x'), {
        catalog: '/Names<</JavaScript<</Names[(a) 6 0 R]>>>>',
        objects: [`<</S/JavaScript/JS(var s = "${v}";)>>`],
      }),
    'script on opening': (v) => pdfPage(shown('x'), { catalog: `/OpenAction<</S/JavaScript/JS(var s = "${v}";)>>` }),
    note: (v) => annotated(`<</Type/Annot/Subtype/Text/Rect[9 9 20 20]/Contents(${v})>>`),
    'free text': (v) => annotated(`<</Type/Annot/Subtype/FreeText/Rect[9 9 20 20]/Contents(${v})>>`),
    'annotation author': (v) => annotated(`<</Type/Annot/Subtype/Text/Rect[9 9 20 20]/T(${v})>>`),
    'pop-up note': (v) => annotated(`<</Type/Annot/Subtype/Popup/Rect[9 9 20 20]/Contents(${v})>>`),
    'link note': (v) => annotated(`<</Type/Annot/Subtype/Link/Rect[9 9 20 20]/Contents(${v})>>`),
    'link address': (v) =>
      annotated(`<</Type/Annot/Subtype/Link/Rect[9 9 20 20]/A<</S/URI/URI(https://example.org/${v})>>>>`),
    'form field that no page shows': (v) =>
      pdfPage(shown('x'), {
        catalog: '/AcroForm<</Fields[6 0 R]>>',
        objects: [`<</FT/Tx/T(Number)/V(${v})>>`],
      }),
    'form field that no page shows, wide': (v) =>
      pdfPage(shown('x'), {
        catalog: '/AcroForm<</Fields[6 0 R]>>',
        objects: [`<</FT/Tx/T(Number)/V<FEFF${Buffer.from(v, 'utf16le').swap16().toString('hex')}>>>`],
      }),
    'form field that no page shows, with escapes': (v) =>
      pdfPage(shown('x'), {
        catalog: '/AcroForm<</Fields[6 0 R]>>',
        objects: [`<</FT/Tx/T(Number)/V(\\(id\\) ${v.replaceAll('-', '\\055')})>>`],
      }),
    'form field that no page shows, packed': (v) =>
      pdfPage(shown('x'), {
        catalog: '/AcroForm<</Fields[6 0 R]>>',
        objects: [
          '<</FT/Tx/T(Number)>>',
          stream(
            '/Type/ObjStm/N 1/First 4/Filter/FlateDecode',
            deflateSync(Buffer.from(`8 0 <</FT/Tx/T(b)/V(${v})>>`)),
          ),
        ],
      }),
    'form field': (v) =>
      pdfPage(shown('x'), {
        catalog: '/AcroForm<</Fields[6 0 R]>>',
        page: '/Annots[6 0 R]',
        objects: [`<</Type/Annot/Subtype/Widget/FT/Tx/T(s)/V(${v})/Rect[9 9 90 20]>>`],
      }),
    'form field tooltip': (v) =>
      pdfPage(shown('x'), {
        catalog: '/AcroForm<</Fields[6 0 R]>>',
        page: '/Annots[6 0 R]',
        objects: [`<</Type/Annot/Subtype/Widget/FT/Tx/T(s)/TU(${v})/Rect[9 9 90 20]>>`],
      }),
    'form field default': (v) =>
      pdfPage(shown('x'), {
        catalog: '/AcroForm<</Fields[6 0 R]>>',
        page: '/Annots[6 0 R]',
        objects: [`<</Type/Annot/Subtype/Widget/FT/Tx/T(s)/DV(${v})/Rect[9 9 90 20]>>`],
      }),
    'attached file': (v) =>
      pdfPage(shown('x'), {
        catalog: '/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>',
        objects: ['<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>', stream('/Type/EmbeddedFile', Buffer.from(`${v}\n`))],
      }),
  },
};

/** A zip of one stored member with comments, written by hand (APPNOTE 4.3). */
function commentedZip(name: string, comment: string, archiveComment: string): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(comment.length, 32);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length + comment.length, 12);
  end.writeUInt32LE(30 + name.length, 16);
  end.writeUInt16LE(archiveComment.length, 20);
  const [named, commented, told] = [name, comment, archiveComment].map((text) => Buffer.from(text));
  return Buffer.concat([local, named ?? local, entry, named ?? local, commented ?? local, end, told ?? local]);
}
export const archivePlaces: PlacesOfFormat = {
  name: 'box.zip',
  places: {
    'member name': (v) => commentedZip(`${v}.txt`, '', ''),
    'name of an empty folder': (v) => commentedZip(`${v}/`, '', ''),
    'comment of a member': (v) => commentedZip('a.txt', v, ''),
    'comment of the archive': (v) => commentedZip('a.txt', '', v),
    'behind the code of a self-extracting archive': (v) =>
      Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600, 0x90), zipSync({ 'a.txt': strToU8(`${v}\n`) })]),
    'gzip name': (v) => {
      const bytes = gzipSync('x\n');
      bytes[3] = 8;
      return Buffer.concat([bytes.subarray(0, 10), Buffer.from(`${v}.txt\0`), bytes.subarray(10)]);
    },
  },
};

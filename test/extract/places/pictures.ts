import { deflateSync } from 'node:zlib';
import { emf, wmf } from '../../../fixtures/make/metafile.ts';
import type { PlacesOfFormat } from './planted.ts';

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number): Buffer =>
  Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);

const segment = (marker: number, ...body: readonly (string | Buffer)[]): Buffer => {
  const bytes = Buffer.concat(body.map((piece) => Buffer.from(piece as string)));
  return Buffer.concat([Buffer.from([0xff, marker]), u16(bytes.length + 2), bytes]);
};
const jpeg = (...segments: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, Buffer.from([0xff, 0xda, 0, 2, 0xff, 0xd9])]);
const chunk = (name: string, ...body: readonly (string | Buffer)[]): Buffer => {
  const bytes = Buffer.concat(body.map((piece) => Buffer.from(piece as string)));
  return Buffer.concat([u32(bytes.length), Buffer.from(name), bytes, Buffer.alloc(4)]);
};
const png = (...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.alloc(13)),
    chunk('IDAT', Buffer.alloc(40)),
    ...chunks,
    chunk('IEND'),
  ]);
/** One directory of one tag in big-endian order; `sub` puts it behind a pointer to the directory of Exif. */
function tiff(tag: number, type: number, value: Buffer, sub = false): Buffer {
  const directory = (entry: Buffer): Buffer => Buffer.concat([u16(1), entry, u32(0)]);
  const first = sub ? directory(Buffer.concat([u16(0x8769), u16(4), u32(1), u32(26)])) : Buffer.alloc(0);
  const start = 8 + first.length;
  const own = directory(Buffer.concat([u16(tag), u16(type), u32(value.length), u32(start + 18)]));
  return Buffer.concat([Buffer.from('MM'), u16(42), u32(8), first, own, value]);
}
const ascii = (value: string): Buffer => Buffer.from(`${value}\0`);
const riff = (name: string, body: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP'), Buffer.from(name), size, body]);
};
const xmp = (value: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description><dc:description><rdf:Alt><rdf:li>${value}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`;
const iptc = (value: string): Buffer =>
  Buffer.concat([Buffer.from([0x1c, 2, 120]), u16(value.length), Buffer.from(value)]);

export const picturePlaces: PlacesOfFormat = {
  name: 'scan.jpg',
  places: {
    'JPEG comment': (v) => jpeg(segment(0xfe, v)),
    'Exif description': (v) => jpeg(segment(0xe1, 'Exif\0\0', tiff(0x010e, 2, ascii(v)))),
    'Exif comment of the user': (v) =>
      jpeg(segment(0xe1, 'Exif\0\0', tiff(0x9286, 7, Buffer.concat([Buffer.from('ASCII\0\0\0'), ascii(v)]), true))),
    'comment as Windows writes it': (v) =>
      jpeg(segment(0xe1, 'Exif\0\0', tiff(0x9c9c, 1, Buffer.from(`${v}\0`, 'utf16le')))),
    'XMP description': (v) => jpeg(segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp(v))),
    'IPTC caption': (v) => {
      const caption = iptc(v);
      return jpeg(segment(0xed, 'Photoshop 3.0\0', '8BIM', u16(0x0404), u16(0), u32(caption.length), caption));
    },
    'PNG text': (v) => png(chunk('tEXt', 'Comment\0', v)),
    'packed PNG text': (v) => png(chunk('zTXt', 'Comment\0\0', deflateSync(v))),
    'international PNG text': (v) => png(chunk('iTXt', 'Comment\0\0\0\0\0', v)),
    'packed international PNG text': (v) => png(chunk('iTXt', 'Comment\0\x01\0\0\0', deflateSync(v))),
    'XMP of a PNG': (v) => png(chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0', xmp(v))),
    'Exif of a PNG': (v) => png(chunk('eXIf', tiff(0x010e, 2, ascii(v)))),
    'TIFF tag': (v) => tiff(0x013b, 2, ascii(v)),
    'GIF comment': (v) =>
      Buffer.concat([
        Buffer.from('GIF89a'),
        Buffer.alloc(7),
        Buffer.from([0x21, 0xfe, v.length]),
        Buffer.from(v),
        Buffer.from([0, 0x3b]),
      ]),
    'Exif of a WebP': (v) => riff('EXIF', tiff(0x010e, 2, ascii(v))),
    'XMP of a WebP': (v) => riff('XMP ', Buffer.from(xmp(v))),
    'text of an enhanced metafile': (v) => emf(['Roster', v]),
    'text of a Windows metafile': (v) => wmf(['Roster', v]),
  },
};

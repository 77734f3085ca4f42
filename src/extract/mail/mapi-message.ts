import type { Extracted } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import { decodeHead } from '../encoding/decode-to-utf8.ts';
import { detectEncoding } from '../encoding/detect-encoding.ts';
import type { ReadContext } from '../format.ts';
import { createRtfReader } from '../markup/rtf-reader.ts';
import { readBodies } from './bodies.ts';
import { decompressRtf } from './compressed-rtf.ts';

/** Properties of a message, recipient or attachment ([MS-OXPROPS]) by the number of their id. */
export interface MapiProperties {
  readonly texts: ReadonlyMap<number, string>;
  readonly binaries: ReadonlyMap<number, Buffer>;
}

export const PROPERTY = {
  subject: 0x0037,
  transportHeaders: 0x007d,
  body: 0x1000,
  compressedRtf: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  attachData: 0x3701,
  attachFileName: 0x3704,
  attachLongFileName: 0x3707,
  attachContentId: 0x3712,
  internetCodePage: 0x3fde,
  messageCodePage: 0x3ffd,
} as const;

/** Who, to whom and when, in the order in which people read it. */
const HEADERS: readonly (readonly [number, string])[] = [
  [0x0037, 'Subject'],
  [0x0c1a, 'From'],
  [0x0c1f, 'From'],
  [0x5d01, 'From'],
  [0x0042, 'On behalf of'],
  [0x0065, 'On behalf of'],
  [0x5d02, 'On behalf of'],
  [0x0e04, 'To'],
  [0x0e03, 'Cc'],
  [0x0e02, 'Bcc'],
];

/** Texts that repeat others or name classes, search keys and time zones. */
const DULL: ReadonlySet<number> = new Set([0x001a, 0x0070, 0x003d, 0x0e1d, 0x1035, 0x1000, 0x1013, 0x007d, 0x8554]);

const PIECE_LENGTH = 64 * 1024;

/** Header lines, body in every form it has, and all other texts of a message. */
export function* readMapiMessage(
  properties: MapiProperties,
  recipients: readonly MapiProperties[],
  context: ReadContext,
): Generator<Extracted> {
  const { place } = context;
  const { texts, binaries } = properties;
  const lines = HEADERS.flatMap(([id, name]) => (texts.get(id) ? [`${name}: ${texts.get(id)}`] : []));
  for (const recipient of recipients) lines.push([...new Set(recipient.texts.values())].join(' '));
  lines.push(texts.get(PROPERTY.transportHeaders) ?? '');
  yield* textBlocks(inPart(place, 'mail-header'), asLines(lines));

  const body = texts.get(PROPERTY.body) ?? '';
  const html = texts.get(PROPERTY.html) ?? decodeHtml(binaries.get(PROPERTY.html));
  yield* readBodies(body, html, context);
  const rtf = binaries.get(PROPERTY.compressedRtf);
  // Outlook writes the same words in all forms; the last form counts where it is the only one.
  if (rtf && body.trim() === '' && html === '') yield* rtfParts(decompressRtf(rtf), context);

  const told = new Set<number>(HEADERS.map(([id]) => id));
  const others = [...texts]
    .filter(([id, text]) => !told.has(id) && !DULL.has(id) && text.trim() !== '')
    .map(([, text]) => text);
  yield* textBlocks(inPart(place, 'metadata'), asLines([...new Set(others)]));
}

function asLines(lines: readonly string[]): string {
  const text = lines.filter((line) => line.trim() !== '').join('\n');
  return text === '' ? '' : `${text}\n`;
}

function decodeHtml(bytes: Buffer | undefined): string {
  if (!bytes || bytes.length === 0) return '';
  const encoding = detectEncoding(bytes, true);
  return decodeHead(bytes, encoding?.name ?? 'windows-1252', encoding?.markBytes ?? 0);
}

function* rtfParts(rtf: Buffer, context: ReadContext): Generator<Extracted> {
  const reader = createRtfReader(context.place, context.nextTable);
  for (let at = 0; at < rtf.length; at += PIECE_LENGTH) {
    reader.write(rtf.toString('latin1', at, at + PIECE_LENGTH));
    yield* reader.take();
  }
  reader.end();
  yield* reader.take();
}

/** What a custodian would call an attachment. */
export function attachmentName({ texts }: MapiProperties, number: number): string {
  return (
    texts.get(PROPERTY.attachLongFileName) ||
    texts.get(PROPERTY.attachFileName) ||
    texts.get(PROPERTY.displayName) ||
    `attachment ${number}`
  );
}

/** Name that iconv knows for a Windows code page number. */
export function codePageName(page: number): string {
  if (page === 65001) return 'utf-8';
  if (page === 20127 || page === 28591) return 'iso-8859-1';
  if (page > 28591 && page <= 28605) return `iso-8859-${page - 28590}`;
  if (page === 932) return 'shift_jis';
  if (page === 50220 || page === 50221 || page === 50222) return 'iso-2022-jp';
  if (page === 51932) return 'euc-jp';
  if (page === 54936) return 'gb18030';
  return page === 20866 ? 'koi8-r' : `windows-${page}`;
}

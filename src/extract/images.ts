/** Pixels of the smallest picture that could show a legible form or card; logos and icons are below. */
const READABLE_PIXELS = 180_000;

/** Bytes below which a picture of that many pixels is a drawing or a plain area, not a scan. */
export const SCAN_BYTES_MIN = 30_000;

const SIGNATURES: readonly (readonly [string, RegExp])[] = [
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['jpeg', /^\xff\xd8\xff/],
  ['gif', /^GIF8[79]a/],
  ['tiff', /^(?:II\x2a\x00|MM\x00\x2a)/],
  ['bmp', /^BM[\s\S]{4}\x00\x00\x00\x00/],
  ['webp', /^RIFF[\s\S]{4}WEBP/],
  ['heic', /^[\s\S]{4}ftyp(?:heic|heix|mif1|msf1|avif)/],
  ['jpeg-2000', /^(?:\x00\x00\x00\x0cjP {2}|\xff\x4f\xff\x51)/],
  ['djvu', /^AT&TFORM/],
  ['emf', /^\x01\x00\x00\x00[\s\S]{36} EMF/],
  ['wmf', /^(?:\xd7\xcd\xc6\x9a|[\x01\x02]\x00\x09\x00\x00[\x01\x03][\s\S]{10}\x00\x00)/],
  ['icon', /^\x00\x00[\x01\x02]\x00[\x01-\x20]\x00/],
  ['psd', /^8BPS/],
  ['pcx', /^\x0a[\x02-\x05]\x01[\x01\x02\x04\x08]/],
];

/** Kind of picture by its first bytes; nothing when it is none. */
export function imageKind(head: Buffer): string | undefined {
  const start = head.subarray(0, 64).toString('latin1');
  return SIGNATURES.find(([, pattern]) => pattern.test(start))?.[0];
}

/** Could a person read a number off this picture? Unknown sizes count as yes when the file is big enough. */
export function looksLikeReadableImage(head: Buffer, sizeBytes: number): boolean {
  if (sizeBytes < SCAN_BYTES_MIN) return false;
  const pixels = imagePixels(head);
  return pixels === undefined || pixels >= READABLE_PIXELS;
}

/** A picture too small in bytes and in pixels to show a legible form or card. `head`: its first bytes, all of them when it is that small. */
export function isDecoration(head: Buffer): boolean {
  if (head.length >= SCAN_BYTES_MIN || !imageKind(head)) return false;
  const pixels = imagePixels(head);
  return pixels !== undefined && pixels < READABLE_PIXELS;
}

function imagePixels(head: Buffer): number | undefined {
  const kind = imageKind(head);
  if (kind === 'png' && head.length >= 24) return head.readUInt32BE(16) * head.readUInt32BE(20);
  if (kind === 'gif' && head.length >= 10) return head.readUInt16LE(6) * head.readUInt16LE(8);
  if (kind === 'bmp' && head.length >= 26) return Math.abs(head.readInt32LE(18) * head.readInt32LE(22));
  if (kind === 'jpeg') return jpegPixels(head);
  if (kind === 'icon') return 0;
  return undefined;
}

/** Walks the segments to the frame header. */
function jpegPixels(head: Buffer): number | undefined {
  for (let at = 2; at + 9 < head.length; ) {
    if (head[at] !== 0xff) return undefined;
    const marker = head[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return head.readUInt16BE(at + 5) * head.readUInt16BE(at + 7);
    }
    at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

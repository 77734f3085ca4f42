import { readArchive } from '../archive/read-archive.ts';
import type { Format } from '../format.ts';

/** 7-Zip (https://www.7-zip.org/7z.html); its only encryption is AES-256. */
export const sevenZip: Format = {
  name: '7z',
  extensions: ['7z'],
  looksLike: ({ head }) => head.subarray(0, 6).equals(Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])),
  read: (source, context) => readArchive(source, context, 'AES-256'),
};

/** RAR 4 and 5; the older encrypts with AES-128, the newer with AES-256. */
export const rar: Format = {
  name: 'rar',
  extensions: ['rar'],
  looksLike: ({ head }) => head.subarray(0, 6).toString('latin1') === 'Rar!\x1a\x07',
  read: (source, context) => readArchive(source, context, context.look.head[6] === 1 ? 'AES-256' : 'AES-128'),
};

/** Cabinets, ISO 9660 images, ar and deb, cpio, xar, LHA: what else libarchive knows. */
export const otherArchive: Format = {
  name: 'archive',
  extensions: ['cab', 'iso', 'deb', 'a', 'cpio', 'xar', 'lzh', 'lha', 'rpm'],
  looksLike: ({ head }) =>
    /^(?:MSCF\0\0\0\0|!<arch>\n|07070[127]|xar!|\xed\xab\xee\xdb)/.test(head.toString('latin1', 0, 16)) ||
    /^-l[hz][0-7sd]-$/.test(head.toString('latin1', 2, 7)) ||
    head.toString('latin1', 32_769, 32_774) === 'CD001',
  read: (source, context) => readArchive(source, context, 'unknown'),
};

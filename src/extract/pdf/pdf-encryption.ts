import type { EncryptionMethod } from '../../model/index.ts';

/** What the encryption dictionary says (ISO 32000-2, 7.6): it is never encrypted itself. */
export function pdfEncryption(bytes: Buffer): EncryptionMethod | undefined {
  const dictionary = encryptionDictionary(bytes);
  if (dictionary === undefined) return undefined;
  const version = Number(/\/V\s+(\d+)/.exec(dictionary)?.[1] ?? 0);
  if (version >= 5 || dictionary.includes('/AESV3')) return 'AES-256';
  if (dictionary.includes('/AESV2')) return 'AES-128';
  if (version === 1) return 'RC4-40';
  const bits = Number(/\/Length\s+(\d+)/.exec(dictionary)?.[1] ?? 40);
  if (version === 4 || bits >= 128) return 'RC4-128';
  if (version === 2 || version === 3) return bits <= 40 ? 'RC4-40' : 'RC4';
  return 'unknown';
}

function encryptionDictionary(bytes: Buffer): string | undefined {
  const at = bytes.lastIndexOf('/Encrypt');
  if (at < 0) return undefined;
  const near = bytes.subarray(at, at + 2048).toString('latin1');
  const reference = /^\/Encrypt\s+(\d+)\s+(\d+)\s+R/.exec(near);
  if (!reference) return near;
  const object = bytes.indexOf(`\n${reference[1]} ${reference[2]} obj`);
  const start = object >= 0 ? object : bytes.indexOf(`\r${reference[1]} ${reference[2]} obj`);
  return start < 0 ? near : bytes.subarray(start, start + 2048).toString('latin1');
}

import type { EncryptionMethod } from '../../model/index.ts';

/** Algorithm identifiers of [MS-OFFCRYPTO] 2.3.2. */
const ALGORITHMS: Readonly<Record<number, EncryptionMethod>> = {
  26126: 'AES-128',
  26127: 'AES-192',
  26128: 'AES-256',
};

/**
 * The method that an EncryptionInfo stream or a legacy encryption header names
 * ([MS-OFFCRYPTO], https://learn.microsoft.com/openspecs/office_file_formats/ms-offcrypto).
 */
export function encryptionMethod(info: Buffer): EncryptionMethod {
  if (info.length < 4) return 'unknown';
  const major = info.readUInt16LE(0);
  const minor = info.readUInt16LE(2);
  if (major === 4 && minor === 4) return agileMethod(info.subarray(8).toString('utf8'));
  if (major === 1 && minor === 1) return 'RC4-40';
  if (major < 2 || major > 4 || (minor !== 2 && minor !== 3) || info.length < 32) return 'unknown';
  // EncryptionVersionInfo, Flags, EncryptionHeaderSize, then EncryptionHeader: Flags, SizeExtra, AlgID, AlgIDHash, KeySize.
  const algorithm = info.readUInt32LE(12 + 8);
  const keyBits = info.readUInt32LE(12 + 16);
  const aes = ALGORITHMS[algorithm];
  if (aes) return aes;
  if (algorithm === 0x6801 || (algorithm === 0 && minor === 2)) {
    if (keyBits === 128) return 'RC4-128';
    return keyBits === 40 || keyBits === 0 ? 'RC4-40' : 'RC4';
  }
  return 'unknown';
}

function agileMethod(xml: string): EncryptionMethod {
  const data = /<keyData\s[^>]*>/.exec(xml)?.[0] ?? '';
  const bits = /keyBits="(\d+)"/.exec(data)?.[1];
  if (!/cipherAlgorithm="AES"/.test(data)) return /cipherAlgorithm="RC4"/.test(data) ? 'RC4' : 'unknown';
  return bits === '128' ? 'AES-128' : bits === '192' ? 'AES-192' : bits === '256' ? 'AES-256' : 'unknown';
}

import { createHmac, hkdfSync } from 'node:crypto';

/** Keyed pseudonyms of one agreement: equal values give equal pseudonyms in all its files, and other ones under another agreement. */
export interface Pseudonymizer {
  pseudonymOf(value: string): string;
  /** Whether this installation made it for this agreement: a hash that only looks like one is told apart by its check. */
  isOwn(text: string): boolean;
}

const OWN = /^p-([a-z2-7]{24})([a-z2-7]{8})$/;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * HMAC-SHA-256 under keys that HKDF (RFC 5869, https://www.rfc-editor.org/rfc/rfc5869) derives from the installation's key for
 * the agreement; without the key the 10^9 possible SSNs cannot be tried.
 * @param key 32 bytes
 */
export function createPseudonymizer(key: Uint8Array, agreementId: string): Pseudonymizer {
  const derive = (use: string) =>
    Buffer.from(hkdfSync('sha256', key, '', `sharewarden pseudonym ${use} ${agreementId}`, 32));
  const [valueKey, checkKey] = [derive('value'), derive('check')];
  const checkOf = (body: string): string => base32(createHmac('sha256', checkKey).update(body).digest(), 8);
  return {
    pseudonymOf(value) {
      const body = base32(createHmac('sha256', valueKey).update(canonical(value)).digest(), 24);
      return `p-${body}${checkOf(body)}`;
    },
    isOwn(text) {
      const parts = OWN.exec(text);
      return parts !== null && checkOf(parts[1] ?? '') === parts[2];
    },
  };
}

/** Without the punctuation, so that 449-87-4100 and 449874100 are one person. */
function canonical(value: string): string {
  return value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function base32(bytes: Uint8Array, length: number): string {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5 && out.length < length) {
      bits -= 5;
      out += BASE32[(held >> bits) & 31];
    }
  }
  return out;
}

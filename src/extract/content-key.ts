import { hkdfSync } from 'node:crypto';

/** The key of content digests, 32 bytes, derived from the installation's key (HKDF, RFC 5869: https://www.rfc-editor.org/rfc/rfc5869). */
export function contentKeyOf(fingerprintKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', fingerprintKey, '', 'sharewarden content digest', 32));
}

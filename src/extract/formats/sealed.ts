import { unread } from '../blocks.ts';
import type { Format, Look } from '../format.ts';

/** OpenPGP messages (RFC 9580), armoured or binary. A signed message without encryption is text and is read as such. */
export const pgp: Format = {
  name: 'pgp',
  extensions: ['pgp', 'gpg', 'asc'],
  looksLike: (look) => isArmouredMessage(look) || isBinaryMessage(look.head, look.extension),
  async *read(_source, { place }) {
    yield unread(place, 'encrypted', undefined, 'PGP');
  },
};

function isArmouredMessage({ text }: Look): boolean {
  return text !== undefined && /^\s*-----BEGIN PGP MESSAGE-----/.test(text.slice(0, 4096));
}

/** A first packet with a session key (tags 1 and 3), whose version and algorithm are known ones. */
function isBinaryMessage(head: Buffer, extension: string): boolean {
  const first = head[0] ?? 0;
  if ((first & 0x80) === 0 || head.length < 20) return false;
  const newForm = (first & 0x40) !== 0;
  const tag = newForm ? first & 0x3f : (first >> 2) & 0x0f;
  const lengthBytes = newForm ? ((head[1] ?? 0) < 192 ? 1 : (head[1] ?? 0) < 224 ? 2 : 0) : [1, 2, 4, 0][first & 3];
  if (!lengthBytes) return false;
  const version = head[1 + lengthBytes] ?? 0;
  const promised = pgp.extensions.includes(extension);
  if (tag === 1) {
    const algorithm = head[1 + lengthBytes + 9] ?? 0;
    return (
      version === 3 && (algorithm === 1 || algorithm === 2 || algorithm === 16 || algorithm === 18 || algorithm === 25)
    );
  }
  if (tag === 3) return promised && (version === 4 || version === 5 || version === 6);
  return promised && (tag === 9 || tag === 18);
}

/** CMS enveloped data (RFC 5652): an S/MIME message without the mail around it, in DER or base64. */
export const smime: Format = {
  name: 'p7m',
  extensions: ['p7m', 'p7e', 'p7c', 'cms'],
  looksLike: ({ head, text }) => isEnveloped(head) || (text !== undefined && isEnveloped(fromPem(text))),
  async *read(_source, { place }) {
    yield unread(place, 'encrypted', undefined, 'S/MIME');
  },
};

/** Object identifiers 1.2.840.113549.1.7.3 and 1.2.840.113549.1.9.16.1.23, enveloped and authenticated enveloped data. */
const ENVELOPED: readonly Buffer[] = [
  Buffer.from('06092a864886f70d010703', 'hex'),
  Buffer.from('060b2a864886f70d0109100117', 'hex'),
];

function isEnveloped(head: Buffer): boolean {
  if (head[0] !== 0x30) return false;
  const start = head.subarray(0, 24);
  return ENVELOPED.some((identifier) => start.includes(identifier));
}

function fromPem(text: string): Buffer {
  const body = /^\s*(?:-----BEGIN (?:PKCS7|CMS)-----)?\s*(MI[A-Za-z0-9+/]{20,60})/.exec(text.slice(0, 512))?.[1] ?? '';
  return Buffer.from(body, 'base64');
}

/** Office and Windows rights management ([MS-RMPR]): a message or file that only its server opens. */
export const rightsManaged: Format = {
  name: 'rights-managed',
  extensions: ['rpmsg', 'pfile', 'ptxt', 'ppdf'],
  looksLike: ({ head }) =>
    head.subarray(0, 4).equals(Buffer.from([0x76, 0xe8, 0x04, 0x60])) || head.toString('latin1', 0, 5) === '.pfil',
  async *read(_source, { place }) {
    yield unread(place, 'encrypted', 'protected by rights management', 'unknown');
  },
};

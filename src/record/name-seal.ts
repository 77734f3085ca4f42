import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { maskIdentifierShapes } from '../model/index.ts';

/** Hides the components of a path that look like an identifier, and brings them back; all others stay as they are. */
export interface NameSeal {
  /** `''` and paths without such a name come back unchanged. Equal names give equal seals, so they can be looked up. */
  seal(path: string): string;
  unseal(path: string): string;
  /** The same for the base64 of a path's bytes. */
  sealRaw(rawPath: string): string;
  unsealRaw(rawPath: string): string;
}

/** Begins a sealed component; no file system gives it at the front of a name by accident. */
const MARK = '\u0001';
const IV_BYTES = 16;
/** Cheap, and true of every shape that would be masked. */
const THREE_DIGITS = /\d{3}/;

/**
 * A file's name is not a found value, and the record cannot do without it; but a name may carry an SSN, and then it lies in the
 * database under the installation's key only: AES-256-CTR with an initialization vector that is the HMAC of the name (the
 * construction of SIV, RFC 5297, https://www.rfc-editor.org/rfc/rfc5297).
 */
export function createNameSeal(key: Uint8Array | undefined): NameSeal {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', key ?? '', '', `sharewarden name seal ${use}`, 32));
  const keys = key && { cipher: derive('cipher'), vector: derive('vector') };

  function sealComponent(name: string, encoding: 'utf8' | 'latin1'): string {
    if (!THREE_DIGITS.test(name) || maskIdentifierShapes(name) === name) return name;
    if (!keys) throw new Error('a name that looks like an identifier cannot be recorded without the fingerprint key');
    const bytes = Buffer.from(name, encoding);
    const vector = createHmac('sha256', keys.vector).update(bytes).digest().subarray(0, IV_BYTES);
    const cipher = createCipheriv('aes-256-ctr', keys.cipher, vector);
    return MARK + Buffer.concat([vector, cipher.update(bytes), cipher.final()]).toString('base64url');
  }

  function unsealComponent(name: string, encoding: 'utf8' | 'latin1'): string {
    if (!name.startsWith(MARK)) return name;
    if (!keys) return '(sealed name)';
    const sealed = Buffer.from(name.slice(MARK.length), 'base64url');
    const decipher = createDecipheriv('aes-256-ctr', keys.cipher, sealed.subarray(0, IV_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES)), decipher.final()]).toString(encoding);
  }

  const each = (
    path: string,
    change: (name: string, encoding: 'utf8' | 'latin1') => string,
    encoding: 'utf8' | 'latin1',
  ) =>
    path
      .split('/')
      .map((name) => change(name, encoding))
      .join('/');
  const eachRaw = (rawPath: string, change: (name: string, encoding: 'utf8' | 'latin1') => string) =>
    Buffer.from(each(Buffer.from(rawPath, 'base64').toString('latin1'), change, 'latin1'), 'latin1').toString('base64');

  return {
    seal: (path) => (THREE_DIGITS.test(path) ? each(path, sealComponent, 'utf8') : path),
    unseal: (path) => (path.includes(MARK) ? each(path, unsealComponent, 'utf8') : path),
    sealRaw: (rawPath) => eachRaw(rawPath, sealComponent),
    unsealRaw: (rawPath) => eachRaw(rawPath, unsealComponent),
  };
}

import { type CipherGCM, createCipheriv, createDecipheriv, type DecipherGCM, hkdfSync, randomBytes } from 'node:crypto';
import type { Connection } from './open-database.ts';

/** Keys of incidents: what an incident keeps of its people can be read only as long as its key is there. */
export interface IncidentKeys {
  /** Seals the rows of one file; undefined once the key is destroyed. The first call makes the key. */
  seal(assessmentId: number, fileId: number, rows: Uint8Array, atMs: number): Uint8Array | undefined;
  /** Undefined once the key is destroyed. Throws where the rows were altered. */
  unseal(assessmentId: number, fileId: number, sealed: Uint8Array): Uint8Array | undefined;
  stateOf(assessmentId: number): PeopleKeyState;
  /** For good; inside the caller's transaction. */
  destroy(assessmentId: number, atMs: number): void;
}

/** `none`: the incident keeps no people. */
export type PeopleKeyState = 'none' | 'held' | 'destroyed';

interface StoredKey {
  readonly sealed_key: Uint8Array | null;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PIECE_BYTES = 1 << 20;

/**
 * Each key is random and lies in the database sealed under one derived from the installation's key (HKDF, RFC 5869,
 * https://www.rfc-editor.org/rfc/rfc5869). Rows are sealed with AES-256-GCM (NIST SP 800-38D,
 * https://csrc.nist.gov/pubs/sp/800/38/d/final) and bound to their incident and file. Destroying a key is the sanitization
 * that NIST SP 800-88 calls cryptographic erase (https://csrc.nist.gov/pubs/sp/800/88/r1/final).
 */
export function createIncidentKeys({ store }: Connection, installationKey: Uint8Array | undefined): IncidentKeys {
  const wrapping =
    installationKey && Buffer.from(hkdfSync('sha256', installationKey, '', 'sharewarden incident keys', KEY_BYTES));
  const read = store.prepare<[number], StoredKey>('SELECT sealed_key FROM incident_keys WHERE assessment_id = ?');
  const add = store.prepare('INSERT INTO incident_keys (assessment_id, made_ms, sealed_key) VALUES (?, ?, ?)');
  const drop = store.prepare('UPDATE incident_keys SET sealed_key = NULL, destroyed_ms = ? WHERE assessment_id = ?');

  function keyOf(assessmentId: number): Buffer | undefined {
    const sealed = read.get(assessmentId)?.sealed_key;
    return sealed ? opened(wrappingKey(), sealed, `incident ${assessmentId}`) : undefined;
  }

  function wrappingKey(): Buffer {
    if (wrapping) return wrapping;
    throw new Error('people of an incident cannot be recorded or read without the fingerprint key');
  }

  function made(assessmentId: number, atMs: number): Buffer {
    const key = randomBytes(KEY_BYTES);
    add.run(assessmentId, atMs, sealed(wrappingKey(), key, `incident ${assessmentId}`));
    return key;
  }

  function stateOf(assessmentId: number): PeopleKeyState {
    const row = read.get(assessmentId);
    if (!row) return 'none';
    return row.sealed_key === null ? 'destroyed' : 'held';
  }

  return {
    seal(assessmentId, fileId, rows, atMs) {
      const state = stateOf(assessmentId);
      const key = state === 'none' ? made(assessmentId, atMs) : keyOf(assessmentId);
      return key && sealed(key, rows, `file ${fileId}`);
    },
    unseal(assessmentId, fileId, rows) {
      const key = keyOf(assessmentId);
      return key && opened(key, rows, `file ${fileId}`);
    },
    stateOf,
    destroy: (assessmentId, atMs) => drop.run(atMs, assessmentId),
  };
}

/** Nonce, tag and cipher text, one after the other. */
function sealed(key: Uint8Array, plain: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
  const bytes = Buffer.alloc(NONCE_BYTES + TAG_BYTES + plain.length);
  bytes.set(nonce, 0);
  inPieces(plain, cipher, bytes.subarray(NONCE_BYTES + TAG_BYTES));
  bytes.set(cipher.getAuthTag(), NONCE_BYTES);
  return bytes;
}

function opened(key: Uint8Array, bytes: Uint8Array, bound: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(bound))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = bytes.subarray(NONCE_BYTES + TAG_BYTES);
  const plain = Buffer.alloc(text.length);
  inPieces(text, decipher, plain);
  return plain;
}

/** GCM gives as many bytes as it takes: a list of a million people is led through without another copy of it. */
function inPieces(from: Uint8Array, cipher: CipherGCM | DecipherGCM, to: Buffer): void {
  for (let at = 0; at < from.length; at += PIECE_BYTES) to.set(cipher.update(from.subarray(at, at + PIECE_BYTES)), at);
  cipher.final();
}

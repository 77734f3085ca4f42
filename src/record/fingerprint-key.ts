import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../model/index.ts';

const FINGERPRINT_KEY_BYTES = 32;
/** Name of the key in the state folder. */
export const FINGERPRINT_KEY_FILE = 'fingerprint.key';

interface FingerprintKeySource {
  readonly stateDirectory: string;
  /** The key itself, 64 hex digits or base64 of 32 bytes. Wins over files. */
  readonly environmentValue?: string;
  /** A file that holds the key: 32 raw bytes, hex or base64. Wins over the state folder. */
  readonly keyFile?: string;
}

/**
 * The installation's fingerprint key, 32 bytes. Made from the system's random source on first use and kept in the state folder,
 * outside the database, readable by its owner only. Throws OperatorError for a malformed, missing or widely readable key.
 */
export function fingerprintKey(source: FingerprintKeySource): Uint8Array {
  if (source.environmentValue !== undefined) {
    return decodeKey(Buffer.from(source.environmentValue), 'The fingerprint key given by environment');
  }
  if (source.keyFile !== undefined) return readKeyFile(source.keyFile);
  const path = join(source.stateDirectory, FINGERPRINT_KEY_FILE);
  return existingKey(path) ?? createKey(source.stateDirectory, path);
}

function existingKey(path: string): Uint8Array | undefined {
  try {
    return readKeyFile(path);
  } catch (error) {
    if (error instanceof OperatorError && isMissing(error.cause)) return undefined;
    throw error;
  }
}

function readKeyFile(path: string): Uint8Array {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const mode = fstatSync(descriptor).mode & 0o777;
    if ((mode & 0o077) !== 0) {
      throw new OperatorError(
        path,
        `the key file can be read by others (mode ${mode.toString(8).padStart(4, '0')})`,
        `Run: chmod 600 ${path}`,
      );
    }
    return decodeKey(readFileSync(descriptor), path);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw unusable(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A link, not a rename, so that of two first runs at once one wins and the other takes the winner's key. */
function createKey(stateDirectory: string, path: string): Uint8Array {
  const key = randomBytes(FINGERPRINT_KEY_BYTES);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
    const descriptor = openSync(draft, 'wx', 0o600);
    try {
      chmodSync(draft, 0o600);
      writeSync(descriptor, `${key.toString('hex')}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    linkSync(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw unusable(path, error);
    return readKeyFile(path);
  } finally {
    rmSync(draft, { force: true });
  }
  return new Uint8Array(key);
}

function decodeKey(content: Buffer, thing: string): Uint8Array {
  if (content.length === FINGERPRINT_KEY_BYTES) return new Uint8Array(content);
  const text = content.toString('latin1').trim();
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : decodeBase64(text);
  if (key?.length === FINGERPRINT_KEY_BYTES) return new Uint8Array(key);
  throw new OperatorError(
    thing,
    'is not a key of 32 bytes',
    'Give 64 hex digits or the base64 of 32 random bytes, for example from: openssl rand -hex 32',
  );
}

function decodeBase64(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function unusable(path: string, cause: unknown): OperatorError {
  const error = isMissing(cause)
    ? new OperatorError(
        path,
        'the key file does not exist',
        'Name a file that holds the key, or leave the setting out to have one made',
      )
    : new OperatorError(
        path,
        'the key file cannot be read or made',
        'Give this account a state folder that it can write, or name another one',
      );
  error.cause = cause;
  return error;
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}

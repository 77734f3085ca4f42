import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../model/index.ts';
import { keyIdOf } from './verify-certificate.ts';

/** A signing key as it lies in the state folder: one file of mode 0600, the private half under a passphrase where one was given. */
export interface SigningKey {
  readonly keyId: string;
  readonly signer: string;
  readonly createdAt: string;
  /** `retired`: signs nothing new, what it signed holds. `revoked`: nothing that it signed holds. */
  readonly status: 'active' | 'retired' | 'revoked';
  readonly protected: boolean;
  readonly publicKeyPem: string;
  readonly privateKeyPem: string;
  readonly revokedFor?: string;
}

const ENDING = '.signing-key.json';
const MAKE = 'Make one: sharewarden keys make --signer NAME';

/** Oldest first. @throws OperatorError for a key file that others can read, or that is none. */
export function listSigningKeys(folder: string): SigningKey[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(ENDING));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new OperatorError(
      folder,
      `the keys cannot be listed (${(error as NodeJS.ErrnoException).code})`,
      'Check its permissions',
    );
  }
  return names.map((name) => readKey(join(folder, name))).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

function readKey(path: string): SigningKey {
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0)
    throw new OperatorError(
      path,
      `the signing key can be read by others (mode ${mode.toString(8)})`,
      `Run: chmod 600 ${path}`,
    );
  try {
    const key = JSON.parse(readFileSync(path, 'utf8')) as SigningKey;
    if (keyIdOf(key.publicKeyPem) === key.keyId) return key;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError || (error instanceof Error && 'code' in error)))
      throw error;
  }
  throw new OperatorError(
    path,
    'the file is not a signing key',
    'Restore it from backup, or take it away and make a new key',
  );
}

/** Makes an Ed25519 key (RFC 8032, https://www.rfc-editor.org/rfc/rfc8032); an active one is retired by it. */
export function makeSigningKey(
  folder: string,
  signer: string,
  passphrase: string | undefined,
  nowMs: number,
): SigningKey {
  for (const key of listSigningKeys(folder))
    if (key.status === 'active') writeKey(folder, { ...key, status: 'retired' });
  const pair = generateKeyPairSync('ed25519');
  const publicKeyPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const privateKeyPem = pair.privateKey
    .export(
      passphrase
        ? { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }
        : { type: 'pkcs8', format: 'pem' },
    )
    .toString();
  const key: SigningKey = {
    keyId: keyIdOf(publicKeyPem),
    signer,
    createdAt: new Date(nowMs).toISOString(),
    status: 'active',
    protected: passphrase !== undefined && passphrase !== '',
    publicKeyPem,
    privateKeyPem,
  };
  writeKey(folder, key);
  return key;
}

/** @throws OperatorError where there is no such key. */
export function revokeSigningKey(folder: string, keyId: string, reason: string): void {
  writeKey(folder, { ...signingKey(folder, keyId), status: 'revoked', revokedFor: reason });
}

/** @throws OperatorError where there is no such key. */
export function signingKey(folder: string, keyId: string): SigningKey {
  const key = listSigningKeys(folder).find((one) => one.keyId === keyId);
  if (key) return key;
  throw new OperatorError(keyId, 'there is no signing key of this name', 'See sharewarden keys list');
}

/** The key that signs now. @throws OperatorError where there is none. */
export function activeSigningKey(folder: string): SigningKey {
  const key = listSigningKeys(folder).find(({ status }) => status === 'active');
  if (key) return key;
  throw new OperatorError(
    'signing key',
    'there is none, so no certificate can be made',
    `${MAKE}, or give --check-only`,
  );
}

/** Base64 of the signature. @throws OperatorError for a wrong passphrase. */
export function signWith(key: SigningKey, passphrase: string | undefined, text: string): string {
  try {
    const privateKey = createPrivateKey({
      key: key.privateKeyPem,
      format: 'pem',
      ...(key.protected ? { passphrase: passphrase ?? '' } : {}),
    });
    return sign(null, Buffer.from(text), privateKey).toString('base64');
  } catch {
    throw new OperatorError(
      `signing key ${key.keyId}`,
      'the passphrase does not open it',
      'Give the right one, in SHAREWARDEN_PASSPHRASE or when asked',
    );
  }
}

function writeKey(folder: string, key: SigningKey): void {
  const path = join(folder, `${key.keyId}${ENDING}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.draft`, `${JSON.stringify(key, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.draft`, path);
  } catch (error) {
    throw new OperatorError(
      path,
      `the key cannot be written (${(error as NodeJS.ErrnoException).code})`,
      'Check the state folder',
    );
  }
}

/**
 * Verifies a Sharewarden certificate against files, offline. Needs Node.js 20 and nothing else, so that a recipient can run this one
 * file without installing us:
 *
 *   node verify-certificate.mjs certificate.json --key signer.pem [--revoked revoked.json] FILE...
 *
 * The format is described in docs/certificate.md. Exit code 0: everything holds; 1: something does not; 2: could not run.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface CertifiedFile {
  /** Base name, or path below the folder that was cleared, with `/`. */
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export type CertificateProblem =
  | 'not-a-certificate'
  | 'certificate-altered'
  | 'unknown-key'
  | 'revoked-key'
  | 'not-cleared'
  | 'agreement-expired'
  | 'agreement-not-begun'
  | 'exception-expired'
  | 'file-changed'
  | 'file-renamed'
  | 'file-missing'
  | 'file-extra'
  | 'root-wrong';

export interface CertificateFailure {
  readonly problem: CertificateProblem;
  readonly sentence: string;
}

export interface VerifyRequest {
  /** The certificate file's text. */
  readonly certificate: string;
  /** What was received; a folder stands for all files in it. */
  readonly files: readonly CertifiedFile[];
  /** Public keys in PEM that the verifier got from the signer by another way. */
  readonly trustedKeys: readonly string[];
  readonly revokedKeyIds: readonly string[];
  /** Year-month-day. */
  readonly today: string;
}

interface Certificate {
  readonly format: string;
  readonly verdict: string;
  readonly agreement: { readonly id: string; readonly begins: string; readonly expires: string };
  readonly exceptions: readonly { readonly check: string; readonly expires: string }[];
  readonly files: readonly CertifiedFile[];
  readonly merkleRoot: string;
  readonly signer: { readonly keyId: string };
  readonly signature: { readonly algorithm: string; readonly value: string };
}

export const CERTIFICATE_FORMAT = 'sharewarden-certificate/1';

/** Whoever could alter a certificate on its way could send a key with it. */
export const KEY_REMEDY =
  'Give the public key of the signer (--key signer.pem). Ask the sender for it, by another way than the one by which files and certificate came';

/** Everything that does not hold; an empty list means that all does. */
export function verifyCertificate(request: VerifyRequest): CertificateFailure[] {
  const certificate = parsed(request.certificate);
  if (!certificate)
    return [fail('not-a-certificate', `The file is not a certificate of the format ${CERTIFICATE_FORMAT}`)];
  const { signature, ...signed } = certificate;
  const { keyId } = certificate.signer;
  const failures: CertificateFailure[] = [];
  const key = request.trustedKeys.find((pem) => keyIdOf(pem) === keyId);
  if (request.revokedKeyIds.includes(keyId)) failures.push(fail('revoked-key', `The key ${keyId} was revoked`));
  if (!key)
    failures.push(
      fail(
        'unknown-key',
        `The certificate is signed with the key ${keyId}, which is not one that you gave. Ask the sender for that key, by another way than the one by which the certificate came`,
      ),
    );
  else if (!isSigned(canonicalJson(signed), signature.value, key))
    failures.push(
      fail(
        'certificate-altered',
        'The signature does not fit: the certificate was altered, or signed with another key',
      ),
    );
  if (certificate.verdict !== 'cleared')
    failures.push(fail('not-cleared', `The verdict is ${certificate.verdict}, not cleared`));
  const { agreement } = certificate;
  if (request.today > agreement.expires)
    failures.push(fail('agreement-expired', `The agreement ${agreement.id} expired on ${agreement.expires}`));
  if (request.today < agreement.begins)
    failures.push(fail('agreement-not-begun', `The agreement ${agreement.id} begins only on ${agreement.begins}`));
  for (const { check, expires } of certificate.exceptions)
    if (request.today > expires)
      failures.push(fail('exception-expired', `The exception for ${check} expired on ${expires}`));
  if (merkleRoot(certificate.files) !== certificate.merkleRoot)
    failures.push(fail('root-wrong', 'The Merkle root does not fit the list of files'));
  return [...failures, ...compareFiles(certificate.files, request.files)];
}

function compareFiles(certified: readonly CertifiedFile[], received: readonly CertifiedFile[]): CertificateFailure[] {
  const failures: CertificateFailure[] = [];
  const extra = new Map(received.map((file) => [file.path, file]));
  const absent: CertifiedFile[] = [];
  for (const file of certified) {
    const { path, sha256 } = file;
    const own = extra.get(path);
    if (!own) absent.push(file);
    else if (own.sha256 !== sha256)
      failures.push(fail('file-changed', `${path} was changed: its bytes are others than the certified ones`));
    extra.delete(path);
  }
  const missing = absent.filter(({ path, sha256 }) => {
    const same = [...extra.values()].find((file) => file.sha256 === sha256);
    if (!same) return true;
    extra.delete(same.path);
    failures.push(
      fail('file-renamed', `${same.path} has the same bytes as ${path}, under another name. Name it ${path} again`),
    );
    return false;
  });
  for (const { path } of missing)
    failures.push(fail('file-missing', `${path} is certified, and no file of its name or of its bytes is there`));
  const [only] = missing;
  const instead = only && missing.length === 1 && extra.size === 1 ? `; if it is ${only.path}, it was changed` : '';
  for (const path of extra.keys())
    failures.push(
      fail('file-extra', `${path} is not certified, and its bytes are those of no certified file${instead}`),
    );
  return failures;
}

/** Ids in the text of a list of revoked keys; nothing where it is none. */
export function revokedKeyIds(text: string): readonly string[] | undefined {
  try {
    const { keyIds } = JSON.parse(text) as { readonly keyIds?: unknown };
    return Array.isArray(keyIds) && keyIds.every((id) => typeof id === 'string') ? keyIds : undefined;
  } catch {
    return undefined;
  }
}

/** Keys sorted, no blanks, as in RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785); certificates hold whole numbers and text only. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** Tree hash as in RFC 6962 2.1 (https://www.rfc-editor.org/rfc/rfc6962), over the files sorted by path; a leaf is `path NUL sha256`. */
export function merkleRoot(files: readonly CertifiedFile[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const tree = (leaves: readonly CertifiedFile[]): Buffer => {
    const [only] = leaves;
    if (!only) return sha256(Buffer.alloc(0));
    if (leaves.length === 1) return sha256(Buffer.from([0]), Buffer.from(`${only.path}\u0000${only.sha256}`));
    let half = 1;
    while (half * 2 < leaves.length) half *= 2;
    return sha256(Buffer.from([1]), tree(leaves.slice(0, half)), tree(leaves.slice(half)));
  };
  return tree(sorted).toString('hex');
}

/** The first 16 hex digits of the SHA-256 of the key's SPKI bytes. @throws TypeError when the PEM is none */
export function keyIdOf(publicKeyPem: string): string {
  return sha256(createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' }))
    .toString('hex')
    .slice(0, 16);
}

/** A file, or all files below a folder. Links are not followed. */
export function filesAt(path: string): CertifiedFile[] {
  const state = lstatSync(path);
  if (state.isFile()) return [fileAt(path, basename(path))];
  const below = (folder: string, prefix: string): CertifiedFile[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const shown = prefix + entry.name;
      if (entry.isDirectory()) return below(join(folder, entry.name), `${shown}/`);
      return entry.isFile()
        ? [fileAt(join(folder, entry.name), shown)]
        : [{ path: shown, sha256: 'not a regular file', sizeBytes: 0 }];
    });
  return state.isDirectory() ? below(path, '') : [{ path: basename(path), sha256: 'not a regular file', sizeBytes: 0 }];
}

function fileAt(path: string, shown: string): CertifiedFile {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(1 << 20);
  const descriptor = openSync(path, 'r');
  let sizeBytes = 0;
  try {
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
      hash.update(buffer.subarray(0, length));
      sizeBytes += length;
    }
  } finally {
    closeSync(descriptor);
  }
  return { path: shown, sha256: hash.digest('hex'), sizeBytes };
}

function parsed(text: string): Certificate | undefined {
  try {
    const given = JSON.parse(text) as Partial<Certificate> | null;
    const whole =
      given?.format === CERTIFICATE_FORMAT &&
      typeof given.signer?.keyId === 'string' &&
      given.signature?.algorithm === 'Ed25519' &&
      typeof given.signature.value === 'string';
    return whole && given.agreement && Array.isArray(given.files) && Array.isArray(given.exceptions)
      ? (given as Certificate)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSigned(text: string, signature: string, publicKeyPem: string): boolean {
  const key = createPublicKey(publicKeyPem);
  return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

function sha256(...pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}

function fail(problem: CertificateProblem, sentence: string): CertificateFailure {
  return { problem, sentence };
}

function main(argv: readonly string[]): number {
  const values = (flag: string) => argv.flatMap((word, at) => (argv[at - 1] === flag ? [word] : []));
  const paths = argv.filter(
    (word, at) => !word.startsWith('--') && !['--key', '--revoked'].includes(argv[at - 1] ?? ''),
  );
  const [certificate, ...files] = paths;
  if (!certificate || files.length === 0 || values('--key').length === 0) {
    process.stderr.write(
      'usage: node verify-certificate.mjs certificate.json --key signer.pem [--revoked revoked.json] FILE...\n',
    );
    if (certificate && files.length > 0) process.stderr.write(`${KEY_REMEDY}.\n`);
    return 2;
  }
  const failures = verifyCertificate({
    certificate: readFileSync(certificate, 'utf8'),
    files: files.flatMap(filesAt),
    trustedKeys: values('--key').map((path) => readFileSync(path, 'utf8')),
    revokedKeyIds: values('--revoked').flatMap((path) => {
      const keyIds = revokedKeyIds(readFileSync(path, 'utf8'));
      if (!keyIds) throw new Error(`${path} is no list of revoked keys`);
      return keyIds;
    }),
    today: new Date().toISOString().slice(0, 10),
  });
  for (const { problem, sentence } of failures) process.stdout.write(`${problem}: ${sentence}\n`);
  if (failures.length === 0) process.stdout.write('The certificate holds for these files.\n');
  return failures.length === 0 ? 0 : 1;
}

const started = process.argv[1];
if (started !== undefined && import.meta.url === pathToFileURL(started).href) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`verify-certificate: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

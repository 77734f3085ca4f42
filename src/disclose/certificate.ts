import type { ReadAgreement } from './agreement.ts';
import type { ClearedFile } from './clear-exports.ts';
import { type SigningKey, signWith } from './signing-keys.ts';
import { CHECKS, type ClearanceException, type Stop } from './stop.ts';
import { CERTIFICATE_FORMAT, canonicalJson, merkleRoot } from './verify-certificate.ts';

export interface CertificateInput {
  readonly id: string;
  readonly issuedAtMs: number;
  readonly files: readonly ClearedFile[];
  readonly agreement: ReadAgreement;
  readonly exceptions: readonly ClearanceException[];
  /** What the exceptions let pass. */
  readonly excepted: readonly Stop[];
  readonly versions: Readonly<Record<string, string>>;
  readonly patternDigest: string;
  readonly policyDigest: string;
}

/** The signed certificate as JSON text; see docs/certificate.md. @throws OperatorError for a wrong passphrase. */
export function signedCertificate(input: CertificateInput, key: SigningKey, passphrase: string | undefined): string {
  const { agreement, sha256 } = input.agreement;
  const files = input.files.map(({ path, sha256: content, sizeBytes, types, rows }) => ({
    path,
    sha256: content,
    sizeBytes,
    rows,
    types,
  }));
  const body = {
    format: CERTIFICATE_FORMAT,
    id: input.id,
    issuedAt: new Date(input.issuedAtMs).toISOString(),
    verdict: 'cleared',
    signer: { name: key.signer, keyId: key.keyId },
    agreement: {
      id: agreement.id,
      sha256,
      recipient: agreement.recipient,
      purpose: agreement.purpose,
      basis: agreement.basis,
      begins: agreement.begins,
      expires: agreement.expires,
    },
    versions: input.versions,
    patternDigest: input.patternDigest,
    policyDigest: input.policyDigest,
    checks: CHECKS,
    coverage: {
      files: files.length,
      bytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
      rows: files.reduce((sum, file) => sum + file.rows, 0),
      unreadParts: 0,
    },
    exceptions: input.exceptions,
    excepted: input.excepted.map(({ check, place, count, sentence }) => ({ check, place, count, sentence })),
    files,
    merkleRoot: merkleRoot(files),
  };
  const signature = { algorithm: 'Ed25519', value: signWith(key, passphrase, canonicalJson(body)) };
  return `${JSON.stringify({ ...body, signature }, undefined, 2)}\n`;
}

import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { maskIdentifierShapes, OperatorError } from '../model/index.ts';
import type { Disclosures } from '../record/index.ts';
import type { ReadAgreement } from './agreement.ts';
import { type CertificateInput, signedCertificate } from './certificate.ts';
import type { Clearance } from './clear-exports.ts';
import type { SigningKey } from './signing-keys.ts';
import type { ClearanceException } from './stop.ts';

export interface HandOverRequest {
  /** Cleared. */
  readonly clearance: Clearance;
  readonly agreement: ReadAgreement;
  readonly exceptions: readonly ClearanceException[];
  readonly signing: { readonly key: SigningKey; readonly passphrase: string | undefined };
  readonly disclosures: Disclosures;
  /** Who discloses. */
  readonly who: string;
  readonly nowMs: number;
  readonly versions: CertificateInput['versions'];
  readonly patternDigest: string;
  readonly policyDigest: string;
  /** The certificate's file, which must not exist yet; else one named after its number in `certificateFolder`. */
  readonly certificateFile: string | undefined;
  readonly certificateFolder: string;
}

export interface HandedOver {
  readonly id: string;
  readonly file: string;
  readonly text: string;
}

/**
 * Certificate first, then the row of the disclosure log, and the copy last: whatever moment the process is killed at, no copy stands at
 * its place without both. @throws OperatorError where something cannot be written; then nothing of it is left but what is logged
 */
export async function handOver(request: HandOverRequest): Promise<HandedOver> {
  const { clearance, agreement, exceptions, signing, nowMs } = request;
  const id = randomUUID();
  const file = request.certificateFile ?? join(request.certificateFolder, `${id}.json`);
  try {
    const text = signedCertificate(
      {
        id,
        issuedAtMs: nowMs,
        files: clearance.files,
        agreement,
        exceptions,
        excepted: clearance.stops,
        versions: request.versions,
        patternDigest: request.patternDigest,
        policyDigest: request.policyDigest,
      },
      signing.key,
      signing.passphrase,
    );
    if (clearance.copy && existsSync(clearance.copy.target)) throw taken(clearance.copy.target);
    writeNew(file, text);
    try {
      await request.disclosures.add(logged(request, id, text));
      if (clearance.copy) place(clearance.copy);
    } catch (error) {
      rmSync(file, { force: true });
      throw error;
    }
    return { id, file, text };
  } finally {
    dropCopy(clearance);
  }
}

/** A cleared copy that is not handed over does not stay. */
export function dropCopy({ copy }: Clearance): void {
  if (copy) rmSync(copy.draft, { force: true });
}

function logged({ clearance, agreement, who, signing, nowMs }: HandOverRequest, id: string, text: string) {
  const { id: agreementId, recipient, purpose, basis } = agreement.agreement;
  return {
    id,
    atMs: nowMs,
    who: who === signing.key.signer ? who : `${who}, signed by ${signing.key.signer}`,
    recipient,
    interest: purpose,
    basis,
    agreement: agreementId,
    agreementSha256: agreement.sha256,
    certificateSha256: createHash('sha256').update(text).digest('hex'),
    files: clearance.files.map(({ path: name, sha256: contentSha256, ...one }) => ({
      ...one,
      name: maskIdentifierShapes(name),
      contentSha256,
    })),
  };
}

/** A link, which never replaces a file that came there meanwhile. */
function place({ draft, target }: { readonly draft: string; readonly target: string }): void {
  try {
    linkSync(draft, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(target);
    throw new OperatorError(
      target,
      `cannot be written (${(error as NodeJS.ErrnoException).code})`,
      'Name another place',
    );
  }
}

function taken(target: string): OperatorError {
  return new OperatorError(basename(target), 'is there already', 'Name a file that is not');
}

/** @throws OperatorError where it is there already or cannot be written */
export function writeNew(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const descriptor = openSync(path, 'wx', 0o600);
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new OperatorError(path, `cannot be written (${(error as NodeJS.ErrnoException).code})`, 'Name another place');
  }
}

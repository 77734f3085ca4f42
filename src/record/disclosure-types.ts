/** An agreement as the local register knows it: by the hash of its text. */
export interface RegisteredAgreement {
  readonly id: string;
  readonly sha256: string;
  readonly recipient: string;
  /** Year-month-day. */
  readonly expires: string;
  readonly registeredAtMs: number;
  readonly registeredBy: string;
  readonly withdrawnAtMs?: number;
}

/** A file that was handed on. No value: hash, types with counts, number of rows. */
export interface DisclosedFile {
  readonly name: string;
  readonly contentSha256: string;
  readonly sizeBytes: number;
  readonly types: Readonly<Record<string, number>>;
  readonly rows: number;
}

/** One disclosure with the fields of 34 CFR 99.32(a)(3): the party that received it and its legitimate interest, and what, when, by whom. */
export interface RecordedDisclosure {
  readonly id: string;
  readonly atMs: number;
  readonly who: string;
  readonly recipient: string;
  readonly interest: string;
  readonly basis: string;
  readonly agreement: string;
  readonly agreementSha256: string;
  readonly certificateSha256: string;
  readonly files: readonly DisclosedFile[];
}

export interface NewDisclosure extends Omit<RecordedDisclosure, 'files'> {
  /** `rowFingerprints`: sorted, keyed, eight bytes each. */
  readonly files: readonly (DisclosedFile & { readonly rowFingerprints: Uint8Array })[];
}

/** The register of agreements and the log of disclosures. */
export interface Disclosures {
  agreement(id: string): Promise<RegisteredAgreement | undefined>;
  agreements(): Promise<readonly RegisteredAgreement[]>;
  /** Replaces an earlier text of the same agreement. */
  registerAgreement(agreement: Omit<RegisteredAgreement, 'withdrawnAtMs'>): Promise<void>;
  /** False where it is not on the register. */
  withdrawAgreement(id: string, who: string, atMs: number): Promise<boolean>;
  add(disclosure: NewDisclosure): Promise<void>;
  /** Oldest first. */
  list(): Promise<readonly RecordedDisclosure[]>;
  rowFingerprints(id: string, contentSha256: string): Promise<Uint8Array>;
}

import type {
  Confidence,
  EncryptionMethod,
  Outcome,
  Severity,
  SourceStatus,
  UnreadReason,
  VerdictKind,
} from '../model/index.ts';

/** Words for custodians and operators. One table for each set of words in the model; every report and the terminal use them. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  clean: 'read to the end, no personal data found',
  matched: 'personal data found',
  unread: 'not read: nobody knows what is in it',
};

export const SEVERITY_WORDS: Readonly<Record<Severity, { readonly name: string; readonly says: string }>> = {
  critical: { name: 'Critical', says: 'act today: people may already be exposed' },
  high: { name: 'High', says: 'act this week' },
  medium: { name: 'Medium', says: 'plan and mend' },
  low: { name: 'Low', says: 'mend when the file is next worked on' },
  info: { name: 'Info', says: 'good to know' },
};

export const VERDICT_WORDS: Readonly<Record<VerdictKind, { readonly name: string; readonly says: string }>> = {
  'needs-assessment': {
    name: 'breach assessment needed',
    says: 'may be a breach: a named person has to assess it',
  },
  violation: { name: 'against the rule', says: 'the file breaks the rule as it lies' },
  'needs-review': { name: 'to be looked at', says: 'a person has to look: the facts alone do not decide it' },
  'cannot-tell': { name: 'could not be judged', says: 'a fact is missing; this is never a pass' },
  allowed: { name: 'allowed', says: 'the rule was asked and the file keeps it' },
};

/** Most serious first. */
export const VERDICT_KINDS: readonly VerdictKind[] = [
  'needs-assessment',
  'violation',
  'needs-review',
  'cannot-tell',
  'allowed',
];

export const STATUS_WORDS: Readonly<Record<SourceStatus, string>> = {
  R: 'read in the statute',
  S: 'secondary source',
  G: 'general knowledge, unverified',
  D: 'our inference',
};

export const CONFIDENCE_WORDS: Readonly<Record<Confidence, string>> = {
  high: 'sure',
  medium: 'likely',
  low: 'possible, not counted against the file',
};

/** What a reason means, and what a custodian or operator can do about it. */
export const REASON_WORDS: Readonly<Record<UnreadReason, { readonly says: string; readonly remedy: string }>> = {
  'unsupported-format': {
    says: 'the format is not one that can be read',
    remedy: 'Open it and look, or keep a copy in a common format (PDF, Word, Excel, CSV, text).',
  },
  encrypted: {
    says: 'it is encrypted or has a password',
    remedy: 'Ask its owner what is in it, or put its password on the list of passwords; keep it away from the file.',
  },
  damaged: {
    says: 'it is damaged or not what its name says',
    remedy: 'Restore it from a backup, or delete it when nobody needs it.',
  },
  denied: {
    says: 'the scanning account may not read it',
    remedy: 'Give the scanning account read permission on the file or folder, then scan again.',
  },
  vanished: {
    says: 'it was gone when it should have been read',
    remedy: 'Nothing, if it was moved or deleted on purpose; the next scan looks again.',
  },
  'changed-while-read': {
    says: 'somebody wrote to it while it was read',
    remedy: 'Scan again when the file is not in use.',
  },
  'input-output-error': {
    says: 'the disk or network failed while it was read',
    remedy: 'Check the disk or the network share, then scan again.',
  },
  'not-a-regular-file': {
    says: 'it is a device, pipe or socket and not a file',
    remedy: 'Find out why it is on a share; remove it when nobody needs it.',
  },
  'link-out-of-share': {
    says: 'it is a link to a place outside the share, which is never followed',
    remedy: 'Scan the place it points to as a share of its own, or remove the link.',
  },
  'too-slow': {
    says: 'reading it took longer than the time limit',
    remedy: 'Look at the file by hand, or raise the time limit and scan again.',
  },
  'too-much-memory': {
    says: 'reading it needed more memory than the limit',
    remedy: 'Look at the file by hand, or raise the memory limit and scan again.',
  },
  'too-big': {
    says: 'it, or what it unpacks to, is bigger than the size limit',
    remedy: 'Unpack or split it and scan the parts, or raise the size limit.',
  },
  'too-deep': {
    says: 'archives lie in archives deeper than the limit, or its path is longer than the system can open',
    remedy: 'Unpack the inner archives beside it, or shorten the path, and scan again.',
  },
  'too-many-members': {
    says: 'the archive holds more members than the limit',
    remedy: 'Unpack it and scan the folder.',
  },
  'reader-crashed': {
    says: 'the reader failed on it, also when tried alone',
    remedy: 'Look at the file by hand and report its format to the makers of Sharewarden.',
  },
  'image-without-text': {
    says: 'it is a picture or a scan without readable text',
    remedy: 'Look at it, or run text recognition on it and scan the result.',
  },
  'not-reached': {
    says: 'the scan ended before it was reached',
    remedy: 'Scan again: the next scan goes on from there.',
  },
};

/** How something is locked, as far as it can be seen. */
export const ENCRYPTION_WORDS: Readonly<Record<EncryptionMethod, string>> = {
  'AES-128': 'AES-128',
  'AES-192': 'AES-192',
  'AES-256': 'AES-256',
  ZipCrypto: 'ZipCrypto (weak)',
  'RC4-40': 'RC4, 40 bits (weak)',
  'RC4-128': 'RC4, 128 bits (weak)',
  RC4: 'RC4 (weak)',
  XOR: 'XOR (weak)',
  PGP: 'PGP',
  'S/MIME': 'S/MIME',
  unknown: 'method not visible',
};

const TYPE_WORDS: Readonly<Record<string, string>> = {
  'person-name': 'person’s name',
  'us-ssn': 'Social Security number',
  'us-itin': 'taxpayer number (ITIN)',
  'us-atin': 'adoption taxpayer number (ATIN)',
  'us-driver-license': 'driver license number',
  'us-passport': 'passport number',
  'uscis-a-number': 'alien registration number',
  'uscis-receipt': 'immigration receipt number',
  'dod-id': 'Department of Defense ID',
  'payment-card': 'payment card number',
  'payment-card-code': 'payment card security code',
  'us-bank-account': 'bank account number',
  iban: 'international bank account number',
  'date-of-birth': 'date of birth',
  'phone-number': 'phone number',
  'email-address': 'e-mail address',
  'postal-address': 'postal address',
  'medicare-mbi': 'Medicare number',
  'medical-record-number': 'medical record number',
  'health-insurance-id': 'health insurance number',
  'medical-term': 'medical information',
  'disability-term': 'disability information',
  'ui-wage-record': 'unemployment wage record',
  'case-management-id': 'case management number',
  'ui-claimant-id': 'unemployment claimant number',
  'education-record': 'education record',
  'criminal-record': 'criminal record',
  'mothers-maiden-name': 'mother’s maiden name',
  'place-of-birth': 'place of birth',
  'marital-status': 'marital status',
  'username-password': 'user name with password',
  'us-ssn-last-four': 'last four digits of a Social Security number',
  'us-ssn-partly-masked': 'Social Security number of which six or seven digits show',
  'us-ssn-masked': 'masked Social Security number',
  'us-ein': 'employer number (EIN)',
  'aba-routing': 'bank routing number',
  'us-npi': 'health provider number (NPI)',
  'dea-number': 'drug prescriber number (DEA)',
  'private-key': 'private cryptographic key',
  'api-secret': 'program access secret',
  'ip-address': 'network address',
};

/** The type in plain words; patterns that an operator added are called by their id. */
export function typeWords(type: string): string {
  return TYPE_WORDS[type] ?? type;
}

import type { EncryptionMethod } from '../../model/index.ts';
import { unread } from '../blocks.ts';
import type { Format, Look } from '../format.ts';

interface Store {
  readonly what: string;
  readonly encryption: EncryptionMethod;
  readonly start?: RegExp;
  /** Names of stores that have no mark of their own: every byte looks random. */
  readonly extensions?: readonly string[];
}

/** Safes, volumes and databases that are encrypted as a whole, by their first bytes. */
const STORES: readonly Store[] = [
  { what: 'KeePass safe', encryption: 'unknown', start: /^\x03\xd9\xa2\x9a[\x65-\x67]\xfb\x4b\xb5/ },
  { what: 'LUKS volume', encryption: 'unknown', start: /^LUKS\xba\xbe/ },
  { what: 'BitLocker volume', encryption: 'unknown', start: /^[\s\S]{3}-FVE-FS-/ },
  { what: 'file encrypted by OpenSSL', encryption: 'unknown', start: /^(?:Salted__|U2FsdGVkX1)/ },
  { what: 'file encrypted by age', encryption: 'unknown', start: /^age-encryption\.org\/v1\n/ },
  { what: 'Ansible vault', encryption: 'AES-256', start: /^\$ANSIBLE_VAULT;[\d.]+;AES256/ },
  {
    what: 'database that is encrypted as a whole (as SQLCipher does)',
    encryption: 'unknown',
    extensions: ['db', 'db3', 'sqlite', 'sqlite3', 'sqlitedb'],
  },
  { what: 'volume that is encrypted as a whole (as VeraCrypt does)', encryption: 'unknown', extensions: ['hc', 'tc'] },
];

/** What is locked as a whole and names no way in. */
export const lockedStore: Format = {
  name: 'locked-store',
  extensions: ['kdb', 'kdbx', 'hc', 'tc', 'age'],
  looksLike: (look) => storeOf(look) !== undefined,
  async *read(_source, { place, look }) {
    const store = storeOf(look);
    yield unread(place, 'encrypted', store?.what, store?.encryption);
  },
};

function storeOf({ head, extension }: Look): Store | undefined {
  const start = head.toString('latin1', 0, 64);
  return STORES.find((store) =>
    store.start ? store.start.test(start) : store.extensions?.includes(extension) && looksRandom(head),
  );
}

/** Fewer bytes say nothing. */
const RANDOM_BYTES_MIN = 4096;
/** Chi-square of 256 equally likely bytes has a mean of 255 and a deviation of 23; packed data is far above. */
const CHI_SQUARE_MAX = 370;

function looksRandom(head: Buffer): boolean {
  if (head.length < RANDOM_BYTES_MIN) return false;
  const counts = new Uint32Array(256);
  for (const byte of head) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = head.length / 256;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0) < CHI_SQUARE_MAX;
}

/** The ciphers are loaded when something is locked. */
const agile = async () => (await import('officecrypto-tool/src/crypto/ecma376_agile.js')).default;
const standard = async () => (await import('officecrypto-tool/src/crypto/ecma376_standard.js')).default;
const rc4 = async () => (await import('officecrypto-tool/src/crypto/rc4.js')).default;
const cryptoApi = async () => (await import('officecrypto-tool/src/crypto/rc4_cryptoapi.js')).default;

/** Office puts this password in where somebody only asks for protection against changes; every program opens it by itself. */
export const WRITE_PROTECTION_PASSWORD = 'VelvetSweatshop';

/** Rounds of hashing that a file may ask for each try; Office writes 100,000. */
const SPINS_MAX = 400_000;

const FIRST_BYTES_OF_ZIP = 0x04034b50;

/**
 * The package within an encrypted Office file, where the password opens it: agile and standard encryption
 * ([MS-OFFCRYPTO] 2.3.4, https://learn.microsoft.com/openspecs/office_file_formats/ms-offcrypto). May throw for a wrong one.
 */
export async function unlockPackage(info: Buffer, sealed: Buffer, password: string): Promise<Buffer | undefined> {
  if (info.length < 8 || sealed.length < 24) return undefined;
  if (info.readUInt16LE(2) === 4) {
    const spins = [...info.toString('latin1').matchAll(/spinCount="(\d+)"/g)].map(([, count]) => Number(count));
    if (spins.length === 0 || spins.some((count) => count > SPINS_MAX)) return undefined;
    return (await agile()).decrypt({ encryptionInfoBuffer: info, encryptedPackageBuffer: sealed }, password);
  }
  const header = info.readUInt32LE(8);
  const verifier = 12 + header;
  if (info.length < verifier + 72) return undefined;
  const keyBits = info.readUInt32LE(28);
  const salt = info.subarray(verifier + 4, verifier + 20);
  const cipher = await standard();
  const key = cipher.convertPasswordToKey(
    password,
    info.readUInt32LE(20),
    info.readUInt32LE(24),
    info.readUInt32LE(32),
    keyBits,
    16,
    salt,
  );
  if (!cipher.verifyKey(key, info.subarray(verifier + 20, verifier + 36), info.subarray(verifier + 40, verifier + 72)))
    return undefined;
  const plain = cipher.decrypt(key, sealed);
  return plain.length > 4 && plain.readUInt32LE(0) === FIRST_BYTES_OF_ZIP ? plain : undefined;
}

/** Makes bytes of one stream readable; the key changes every `blockBytes`. */
export type Rc4 = (bytes: Buffer, blockBytes: number) => Buffer;

/** The cipher of a document of Office 97 to 2003 whose encryption header this is, where the password fits (2.3.6, 2.3.5). */
export async function unlockRc4(header: Buffer, password: string): Promise<Rc4 | undefined> {
  if (header.length < 52) return undefined;
  if (header.readUInt16LE(0) === 1 && header.readUInt16LE(2) === 1) {
    const cipher = await rc4();
    const salt = header.subarray(4, 20);
    return cipher.verifyPassword(password, salt, header.subarray(20, 36), header.subarray(36, 52))
      ? (bytes, blockBytes) => cipher.decrypt(password, salt, bytes, blockBytes)
      : undefined;
  }
  const verifier = 12 + header.readUInt32LE(8);
  if (header.readUInt16LE(2) !== 2 || header.length < verifier + 60) return undefined;
  const keyBits = header.readUInt32LE(28) || 40;
  const salt = header.subarray(verifier + 4, verifier + 20);
  const [value, hash] = [header.subarray(verifier + 20, verifier + 36), header.subarray(verifier + 40, verifier + 60)];
  const cipher = await cryptoApi();
  return cipher.verifyPassword(password, salt, keyBits, value, hash)
    ? (bytes, blockBytes) => cipher.decrypt(password, salt, keyBits, bytes, blockBytes)
    : undefined;
}

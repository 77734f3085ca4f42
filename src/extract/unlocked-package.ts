import { unlockPackage, WRITE_PROTECTION_PASSWORD } from './compound/unlock.ts';
import { openCompoundFile } from './compound-file.ts';
import { openFile } from './file-source.ts';
import { createBudget, type Limits } from './limits.ts';
import { createPasswords } from './passwords.ts';

const NAME = 'package';
const COMPOUND_START = 'd0cf11e0a1b11ae1';
const PACKAGE_BYTES_MAX = 64 * 1024 * 1024;
const INFO_BYTES_MAX = 64 * 1024;

/**
 * The package inside a locked Office file that one of the passwords, or the one of mere write protection, opens; nothing where the file
 * is not locked or stays so. For looking at its parts: the reading itself unlocks by its own.
 */
export async function unlockedPackage(
  path: string,
  passwords: readonly string[],
  limits: Limits,
): Promise<Buffer | undefined> {
  const opened = openFile(path, NAME, new Uint8Array(32));
  if ('reason' in opened) return undefined;
  const { file } = opened;
  try {
    const budget = createBudget(limits, file.sizeBytes);
    const head = (await file.head()).subarray(0, 8);
    if (head.toString('hex') !== COMPOUND_START) return undefined;
    const { streams } = await openCompoundFile(file, budget);
    const info = streams.find(({ path: name }) => name.toLowerCase() === 'encryptioninfo')?.read(INFO_BYTES_MAX);
    const sealed = streams.find(({ path: name }) => name.toLowerCase() === 'encryptedpackage');
    if (!info || !sealed || sealed.sizeBytes > PACKAGE_BYTES_MAX) return undefined;
    const bytes = sealed.read();
    const opening = await createPasswords([WRITE_PROTECTION_PASSWORD, ...passwords], limits.timeoutMs).open(
      (password) => unlockPackage(info, bytes, password),
    );
    return opening.kind === 'opened' ? opening.content : undefined;
  } finally {
    file.close();
  }
}

import type { Extracted } from '../../model/index.ts';
import { note, unread } from '../blocks.ts';
import { encryptionMethod } from '../compound/encryption.ts';
import { unlockPackage, WRITE_PROTECTION_PASSWORD } from '../compound/unlock.ts';
import { openCompoundFile } from '../compound-file.ts';
import type { Format, ReadContext } from '../format.ts';
import { bufferSource } from '../source.ts';

/** A package is held twice while it is opened. */
const PACKAGE_BYTES_MAX = 64 * 1024 * 1024;
const INFO_BYTES_MAX = 64 * 1024;

/** Word, Excel and PowerPoint 2007 and later under a password: a compound file around an encrypted package. */
export const encryptedOffice: Format = {
  name: 'encrypted-office',
  extensions: ['docx', 'docm', 'dotx', 'dotm', 'xlsx', 'xlsm', 'xlsb', 'xltx', 'xltm', 'pptx', 'pptm', 'potx', 'ppsx'],
  looksLike: ({ parts }) => parts?.has('encryptedpackage') === true,
  async *read(source, context) {
    const { place, budget } = context;
    const { streams } = await openCompoundFile(source, budget);
    if (streams.some(({ path }) => /DRMEncryptedDataSpace|DRMEncryptedTransform/.test(path))) {
      yield unread(place, 'encrypted', 'protected by rights management', 'unknown');
      return;
    }
    const info =
      streams.find(({ path }) => path.toLowerCase() === 'encryptioninfo')?.read(INFO_BYTES_MAX) ?? Buffer.alloc(0);
    const sealed = streams.find(({ path }) => path.toLowerCase() === 'encryptedpackage');
    if (!sealed || sealed.sizeBytes > PACKAGE_BYTES_MAX)
      yield unread(place, 'encrypted', sealed && 'too big to try a password', encryptionMethod(info));
    else yield* readSealed(info, sealed.read(), source.name, context);
  },
};

async function* readSealed(info: Buffer, sealed: Buffer, name: string, context: ReadContext): AsyncIterable<Extracted> {
  const { place, budget, passwords } = context;
  const method = encryptionMethod(info);
  budget.hold(2 * sealed.length);
  try {
    const open = await unlockPackage(info, sealed, WRITE_PROTECTION_PASSWORD).catch(() => undefined);
    if (open) {
      yield note(place, 'document-protection-only', 'every program opens it without asking for a password');
      yield* context.unlocked(bufferSource(name, open));
      return;
    }
    const opening = await passwords.open((password) => unlockPackage(info, sealed, password));
    if (opening.kind === 'locked') yield unread(place, 'encrypted', opening.detail, method);
    else {
      yield note(place, 'opened-by-password', method);
      yield* context.unlocked(bufferSource(name, opening.content));
    }
  } finally {
    budget.release(2 * sealed.length);
  }
}

import { unread } from '../blocks.ts';
import { encryptionMethod } from '../compound/encryption.ts';
import { openCompoundFile } from '../compound-file.ts';
import type { Format } from '../format.ts';

/** Word, Excel and PowerPoint 2007 and later under a password: a compound file around an encrypted package. */
export const encryptedOffice: Format = {
  name: 'encrypted-office',
  extensions: ['docx', 'docm', 'dotx', 'dotm', 'xlsx', 'xlsm', 'xlsb', 'xltx', 'xltm', 'pptx', 'pptm', 'potx', 'ppsx'],
  looksLike: ({ parts }) => parts?.has('encryptedpackage') === true,
  async *read(source, { place, budget }) {
    const { streams } = await openCompoundFile(source, budget);
    if (streams.some(({ path }) => /DRMEncryptedDataSpace|DRMEncryptedTransform/.test(path))) {
      yield unread(place, 'encrypted', 'protected by rights management', 'unknown');
      return;
    }
    const info = streams.find(({ path }) => path === 'EncryptionInfo');
    yield unread(place, 'encrypted', undefined, encryptionMethod(info?.read(64 * 1024) ?? Buffer.alloc(0)));
  },
};

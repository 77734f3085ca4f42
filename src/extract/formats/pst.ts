import { unread } from '../blocks.ts';
import type { Format } from '../format.ts';
import { Damaged } from '../limits.ts';

/** Outlook mail stores ([MS-PST], https://learn.microsoft.com/openspecs/office_file_formats/ms-pst): every folder, message and attachment. */
export const pst: Format = {
  name: 'pst',
  extensions: ['pst', 'ost', 'pab'],
  looksLike: ({ head }) => head.toString('latin1', 0, 4) === '!BDN',
  async *read(source, context) {
    // Their library is loaded only where there is such a store.
    const { openPst } = await import('../mail/pst-file.ts');
    const { readMailFolders } = await import('../mail/pst-folders.ts');
    const file = openPst(await source.random(context.budget));
    if (file === 'encrypted') {
      yield unread(context.place, 'encrypted', undefined, 'unknown');
      return;
    }
    if (!file) throw new Damaged('the mail store cannot be opened');
    yield* readMailFolders(file, context);
  },
};

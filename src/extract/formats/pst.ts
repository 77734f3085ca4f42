import { unread } from '../blocks.ts';
import type { Format } from '../format.ts';
import { Damaged } from '../limits.ts';
import { openPst } from '../mail/pst-file.ts';
import { readMailFolders } from '../mail/pst-folders.ts';

/** Outlook mail stores ([MS-PST], https://learn.microsoft.com/openspecs/office_file_formats/ms-pst): every folder, message and attachment. */
export const pst: Format = {
  name: 'pst',
  extensions: ['pst', 'ost', 'pab'],
  looksLike: ({ head }) => head.toString('latin1', 0, 4) === '!BDN',
  async *read(source, context) {
    const file = openPst(await source.random(context.budget));
    if (file === 'encrypted') {
      yield unread(context.place, 'encrypted', undefined, 'unknown');
      return;
    }
    if (!file) throw new Damaged('the mail store cannot be opened');
    yield* readMailFolders(file, context);
  },
};

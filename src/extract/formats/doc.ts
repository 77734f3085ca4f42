import { inPart, note, unread } from '../blocks.ts';
import type { Container } from '../compound/container.ts';
import { readOtherStreams } from '../compound/embedded.ts';
import { pictures } from '../compound/pictures.ts';
import { sweepText } from '../compound/sweep.ts';
import { unlockRc4 } from '../compound/unlock.ts';
import { openCompoundFile } from '../compound-file.ts';
import type { Format } from '../format.ts';
import { HELD_BYTES_MAX } from '../limits.ts';
import { readBinaryDocument } from '../word/binary-document.ts';
import { binaryText } from '../word/binary-text.ts';
import { fieldData } from '../word/field-data.ts';

const OWN = /^(?:worddocument|[01]table|data)$/i;

/** Word 6 to 2003. */
export const doc: Format = {
  name: 'doc',
  extensions: ['doc', 'dot', 'wiz'],
  looksLike: ({ parts }) => parts?.has('worddocument') === true,
  async *read(source, context) {
    const { place, budget } = context;
    const container = await openCompoundFile(source, budget);
    let main = streamNamed(container, 'worddocument') ?? Buffer.alloc(0);
    let tables = [streamNamed(container, '0table'), streamNamed(container, '1table')];
    let document = readBinaryDocument(main, tables[0], tables[1]);
    let data = streamNamed(container, 'data');
    if (document && 'encryption' in document) {
      const { encryption } = document;
      const opening = await context.passwords.open((password) => unlockDocument(container, main, password));
      if (opening.kind === 'locked') {
        yield unread(place, 'encrypted', opening.detail, encryption);
        return;
      }
      yield note(place, 'opened-by-password', encryption);
      main = opening.content.main;
      tables = [opening.content.table];
      data = data && opening.content.decrypt(data);
      document = readBinaryDocument(main, opening.content.table, opening.content.table);
    }
    if (document && 'encryption' in document) return;
    for (const story of document?.stories ?? []) {
      yield* binaryText(story.part ? inPart(place, story.part) : place, story.text, context.nextTable);
    }
    if (!document?.complete) {
      yield* sweepText(inPart(place, 'raw-bytes'), main, budget);
      yield unread(place, 'damaged', 'the text is not where the document says; what reads like text was read');
    }
    for (const table of tables) if (table) yield* sweepText(inPart(place, 'metadata'), table, budget);
    if (data) {
      yield* pictures(place, data, budget);
      for (const field of fieldData(data)) yield* sweepText(inPart(place, 'field'), field, budget);
    }
    yield* readOtherStreams(container, (path) => OWN.test(path), context);
  },
};

/** A bigger document would take minutes: the cipher runs at some megabytes a second. */
const LOCKED_BYTES_MAX = 24 * 1024 * 1024;
const BLOCK_BYTES = 512;
/** The file information block up to here is never encrypted ([MS-DOC] 2.2.6.2). */
const CLEAR_BYTES = 68;
const ENCRYPTED = 0x01;

async function unlockDocument(
  container: Container,
  main: Buffer,
  password: string,
): Promise<{ readonly main: Buffer; readonly table: Buffer; readonly decrypt: (bytes: Buffer) => Buffer } | undefined> {
  const table = streamNamed(container, ((main[11] ?? 0) & 0x02) !== 0 ? '1table' : '0table');
  if (!table || main.length + table.length > LOCKED_BYTES_MAX) return undefined;
  const cipher = await unlockRc4(table, password);
  if (!cipher) return undefined;
  const open = cipher(main, BLOCK_BYTES);
  main.copy(open, 0, 0, CLEAR_BYTES);
  open[11] = (open[11] ?? 0) & ~ENCRYPTED;
  return { main: open, table: cipher(table, BLOCK_BYTES), decrypt: (bytes) => cipher(bytes, BLOCK_BYTES) };
}

function streamNamed(container: Container, name: string): Buffer | undefined {
  return container.streams.find(({ path }) => path.toLowerCase() === name)?.read(HELD_BYTES_MAX);
}

import type { Extracted } from '../../model/index.ts';
import { inPart, note, unread } from '../blocks.ts';
import { readOtherStreams } from '../compound/embedded.ts';
import { sweepText } from '../compound/sweep.ts';
import { WRITE_PROTECTION_PASSWORD } from '../compound/unlock.ts';
import { isCompoundFile, openCompoundFile } from '../compound-file.ts';
import type { Format, ReadContext } from '../format.ts';
import { HELD_BYTES_MAX } from '../limits.ts';
import type { Opening } from '../passwords.ts';
import { sideRecords, workbookEncryption } from '../sheet/binary-records.ts';
import { isBinaryWorkbook, readBinaryWorkbook } from '../sheet/binary-workbook.ts';
import { openLegacyWorkbook, readLegacyWorkbook } from '../sheet/legacy-workbook.ts';
import { unlockWorkbook } from '../sheet/unlock-workbook.ts';
import { wholeOf } from '../source.ts';

/**
 * SheetJS reads what is older than Excel 5; it needs some twenty times the bytes of a workbook. It is given the stream and never the
 * compound file around it, for its walk along the sectors does not end where they form a circle.
 */
const SECOND_LOOK_BYTES_MAX = 8 * 1024 * 1024;

/** Excel 2 to 2003, in a compound file or, before Excel 5, bare. */
export const xls: Format = {
  name: 'xls',
  extensions: ['xls', 'xlt', 'xla', 'xlw'],
  looksLike: ({ parts, head }) => parts?.has('workbook') === true || parts?.has('book') === true || isBare(head),
  async *read(source, context) {
    const head = await source.head();
    if (!isCompoundFile(head)) {
      const bytes = await wholeOf(source, context.budget);
      yield* readWorkbook(bytes, context);
      return;
    }
    const container = await openCompoundFile(source, context.budget);
    const stream =
      container.streams.find(({ path }) => /^(?:workbook|book)$/i.test(path))?.read(HELD_BYTES_MAX) ?? Buffer.alloc(0);
    yield* readWorkbook(stream, context);
    yield* readOtherStreams(container, (path) => /^(?:workbook|book)$/i.test(path), context);
  },
};

async function* readWorkbook(stream: Buffer, context: ReadContext): AsyncIterable<Extracted> {
  const { place, budget } = context;
  const encryption = workbookEncryption(stream);
  if (encryption) {
    const writeProtected = await unlockWorkbook(stream, WRITE_PROTECTION_PASSWORD).catch(() => undefined);
    const opening: Opening<Buffer> = writeProtected
      ? { kind: 'opened', content: writeProtected }
      : await context.passwords.open((password) => unlockWorkbook(stream, password));
    if (opening.kind === 'locked') {
      yield unread(place, 'encrypted', opening.detail, encryption);
      return;
    }
    if (writeProtected)
      yield note(place, 'document-protection-only', 'every program opens it without asking for a password');
    else yield note(place, 'opened-by-password', encryption);
    yield* readWorkbook(opening.content, context);
    return;
  }
  if (isBinaryWorkbook(stream)) {
    yield* readBinaryWorkbook(stream, context);
    yield* sideRecords(stream, place, budget);
    return;
  }
  const workbook =
    isBare(stream) && stream.length <= SECOND_LOOK_BYTES_MAX ? openLegacyWorkbook(stream, budget) : undefined;
  if (workbook) yield* readLegacyWorkbook(workbook, context);
  yield* sweepText(inPart(place, 'raw-bytes'), stream, budget);
  if (!workbook) yield unread(place, 'damaged', 'the cells cannot be told apart; what reads like text was read');
}

/** A BOF record of Excel 2, 3 or 4 ([MS-XLS] 2.4.21). */
function isBare(head: Buffer): boolean {
  if (head.length < 12 || head[0] !== 0x09) return false;
  const kind = head[1] ?? 0;
  const length = head.readUInt16LE(2);
  const sheet = head.readUInt16LE(6);
  return (
    (kind === 0 || kind === 2 || kind === 4 || kind === 8) &&
    (length === 4 || length === 6 || length === 8) &&
    (sheet === 0x10 || sheet === 0x20 || sheet === 0x40 || sheet === 0x100 || sheet === 5)
  );
}

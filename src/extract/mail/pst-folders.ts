import type { PSTAttachment, PSTFile, PSTFolder, PSTMessage } from 'pst-extractor';
import { PSTMessage as Message } from 'pst-extractor';
import type { Extracted, Place } from '../../model/index.ts';
import { memberName, unread } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import { attempt, quietly } from '../quietly.ts';
import { bufferSource } from '../source.ts';
import { readMailAttachment } from './attachment.ts';
import { readMailItem } from './pst-message.ts';

const DEPTH_MAX = 64;
const MESSAGES_PER_FOLDER_MAX = 1_000_000;
const ATTACHMENTS_MAX = 10_000;
const ATTACHMENT_BYTES_MAX = 96 * 1024 * 1024;

/** Folders from the root on. Search folders and damaged ones throw at any call: what they hold is told as unread, the others go on. */
export async function* readMailFolders(file: PSTFile, context: ReadContext): AsyncIterable<Extracted> {
  const root = attempt(() => file.getRootFolder());
  if (!root) {
    yield unread(context.place, 'damaged', 'the list of folders cannot be read');
    return;
  }
  yield* readFolder(root, [], context);
}

async function* readFolder(folder: PSTFolder, path: readonly string[], context: ReadContext): AsyncIterable<Extracted> {
  const place: Place = { members: [...context.place.members, ...path.map(memberName)] };
  if (path.length > DEPTH_MAX) {
    yield unread(place, 'too-deep', `more than ${DEPTH_MAX} folders within each other`);
    return;
  }
  let number = 0;
  const expected = attempt(() => folder.contentCount) ?? 0;
  let broken = false;
  while (number < Math.min(MESSAGES_PER_FOLDER_MAX, Math.max(expected, 1) * 4)) {
    const child = attemptChild(folder);
    if (child === 'broken') {
      // A search folder has no messages of its own and throws at the first.
      broken = expected > number;
      break;
    }
    if (!child) break;
    number += 1;
    context.budget.member();
    if (child instanceof Message) yield* readItem(child, `message ${number}`, place, context, 0);
  }
  if (broken) yield unread(place, 'damaged', `messages after the first ${number} of a folder cannot be read`);
  for (const inner of attempt(() => folder.getSubFolders()) ?? []) {
    yield* readFolder(inner, [...path, attempt(() => inner.displayName) || 'folder'], context);
  }
}

function attemptChild(folder: PSTFolder): unknown {
  try {
    return quietly(() => folder.getNextChild());
  } catch {
    return 'broken';
  }
}

async function* readItem(
  item: PSTMessage,
  name: string,
  parent: Place,
  context: ReadContext,
  depth: number,
): AsyncIterable<Extracted> {
  const place: Place = { members: [...parent.members, name] };
  yield* readMailItem(item, { ...context, place });
  const count = Math.min(attempt(() => item.numberOfAttachments) ?? 0, ATTACHMENTS_MAX);
  for (let index = 0; index < count; index += 1) {
    const attachment = attempt(() => item.getAttachment(index));
    if (attachment) yield* readAttachment(attachment, index + 1, place, context, depth);
    else
      yield unread(
        { members: [...place.members, `attachment ${index + 1}`] },
        'damaged',
        'an attachment cannot be read',
      );
  }
}

async function* readAttachment(
  attachment: PSTAttachment,
  number: number,
  place: Place,
  context: ReadContext,
  depth: number,
): AsyncIterable<Extracted> {
  const label =
    attempt(() => attachment.longFilename) ||
    attempt(() => attachment.filename) ||
    attempt(() => attachment.displayName) ||
    `attachment ${number}`;
  const embedded = attempt(() => attachment.embeddedPSTMessage);
  if (embedded) {
    if (depth >= context.budget.limits.depth)
      yield unread({ members: [...place.members, memberName(label)] }, 'too-deep', 'messages within each other');
    else yield* readItem(embedded, memberName(label), place, context, depth + 1);
    return;
  }
  const bytes = attachmentBytes(attachment);
  const at: Place = { members: [...place.members, memberName(label)] };
  if (bytes === 'too-big') yield unread(at, 'too-big', `an attachment over ${ATTACHMENT_BYTES_MAX} bytes`);
  else if (!bytes) yield unread(at, 'damaged', 'an attachment cannot be read');
  else {
    context.budget.spend(bytes.length);
    const members = place.members.slice(context.place.members.length);
    const inline = (attempt(() => attachment.contentId) ?? '') !== '';
    yield* readMailAttachment(bufferSource(label, bytes), [...members, label].join(' > '), inline, context);
  }
}

function attachmentBytes(attachment: PSTAttachment): Buffer | 'too-big' | undefined {
  return attempt(() => {
    const stream = attachment.fileInputStream;
    const size = stream?.length.toNumber() ?? 0;
    if (size > ATTACHMENT_BYTES_MAX) return 'too-big';
    const bytes = Buffer.alloc(size);
    stream?.readCompletely(bytes);
    return bytes;
  });
}

import { posix } from 'node:path';
import type { EncryptionMethod, Extracted, Place } from '../../model/index.ts';
import { inPart, memberName, note, textBlocks, unread } from '../blocks.ts';
import type { Format, ReadContext } from '../format.ts';
import { Cut, Damaged } from '../limits.ts';
import { streamSource } from '../source.ts';
import { memberSource } from '../zip/member-source.ts';
import type { ZipMember } from '../zip/zip-directory.ts';
import { isProgram, isZip, openZip } from '../zip/zip-directory.ts';
import type { LibraryMember } from '../zip/zip-library.ts';
import { libraryBytes, opensMember } from '../zip/zip-library.ts';

/** Zip archives and everything in them. Names are shown and never used as paths. */
export const zip: Format = {
  name: 'zip',
  extensions: ['zip', 'jar', 'war', 'apk', 'kmz'],
  looksLike: ({ head, parts }) => isZip(head) || (isProgram(head) && parts !== undefined),
  async *read(source, context) {
    const directory = await openZip(source, context.budget);
    if (directory.comment) yield* textBlocks(inPart(context.place, 'metadata'), `${directory.comment}\n`);
    for (const member of directory.members) {
      const place = placeOf(context, member.name);
      if (member.comment) yield* textBlocks(inPart(place, 'metadata'), `${member.comment}\n`);
      if (member.directory) {
        yield* textBlocks(inPart(place, 'file-name'), member.name);
        continue;
      }
      const { stopped } = context.budget;
      if (stopped) {
        yield unread(context.place, 'not-reached', 'the members after the budget was used up');
        return;
      }
      yield* readZipMember(member);
    }

    async function* readZipMember(member: ZipMember): AsyncIterable<Extracted> {
      const place = placeOf(context, member.name);
      if (member.encryption) {
        yield* readLocked(member, member.encryption);
      } else if (member.overlaps) {
        context.budget.member();
        yield unread(place, 'damaged', 'shares its bytes with another member');
      } else {
        try {
          yield* context.recurse(named(memberSource(directory, member, context.budget), member), member.name);
        } catch (error) {
          if (error instanceof Damaged) yield unread(place, 'damaged', error.message);
          else if (error instanceof Cut && !error.everything) yield unread(place, error.reason, error.message);
          else throw error;
        }
      }
    }

    async function* readLocked(member: ZipMember, encryption: EncryptionMethod): AsyncIterable<Extracted> {
      const place = placeOf(context, member.name);
      const { random } = directory;
      const opening = await context.passwords.open((password) => openMember({ random, member }, password));
      if (opening.kind === 'locked') {
        context.budget.member();
        yield unread(place, 'encrypted', opening.detail, encryption);
        return;
      }
      yield note(place, 'opened-by-password', encryption);
      const bytes = () => libraryBytes({ random, member }, opening.content, context.budget);
      yield* context.recurse(streamSource(posix.basename(member.name), undefined, bytes), member.name);
    }
  },
};

/** The bytes of the password that open it: UTF-8 as newer programs have it, or the page of a Western Windows. */
async function openMember(locked: LibraryMember, password: string): Promise<Uint8Array | undefined> {
  for (const bytes of [Buffer.from(password, 'utf8'), Buffer.from(password, 'latin1')]) {
    if (await opensMember(locked, bytes)) return bytes;
  }
  return undefined;
}

function placeOf(context: ReadContext, name: string): Place {
  return { members: [...context.place.members, memberName(name)] };
}

function named<T extends { readonly name: string }>(source: T, member: ZipMember): T {
  return { ...source, name: posix.basename(member.name) };
}

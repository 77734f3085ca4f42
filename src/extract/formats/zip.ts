import { posix } from 'node:path';
import type { Extracted, Place } from '../../model/index.ts';
import { inPart, memberName, textBlocks, unread } from '../blocks.ts';
import type { Format, ReadContext } from '../format.ts';
import { Damaged } from '../limits.ts';
import type { ZipMember } from '../zip/zip-directory.ts';
import { isProgram, isZip, memberSource, openZip, PACKING } from '../zip/zip-directory.ts';

/** Compression methods by number (APPNOTE 4.4.5), for the report. */
const METHODS: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  14: 'lzma',
  93: 'zstd',
  98: 'ppmd',
};

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
      const method = METHODS[member.method];
      if (member.encryption) {
        context.budget.member();
        yield unread(place, 'encrypted', undefined, member.encryption);
      } else if (member.overlaps) {
        context.budget.member();
        yield unread(place, 'damaged', 'shares its bytes with another member');
      } else if (!Object.values<number>(PACKING).includes(member.method)) {
        context.budget.member();
        yield unread(
          place,
          'unsupported-format',
          method ? `packed with ${method}` : `packed with method ${member.method}`,
        );
      } else {
        try {
          yield* context.recurse(named(memberSource(directory, member, context.budget), member), member.name);
        } catch (error) {
          if (!(error instanceof Damaged)) throw error;
          yield unread(place, 'damaged', error.message);
        }
      }
    }
  },
};

function placeOf(context: ReadContext, name: string): Place {
  return { members: [...context.place.members, memberName(name)] };
}

function named<T extends { readonly name: string }>(source: T, member: ZipMember): T {
  return { ...source, name: posix.basename(member.name) };
}

import { posix } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { extract } from 'tar-stream';
import type { Extracted } from '../../model/index.ts';
import { sparseBytes } from '../archive/sparse-member.ts';
import { memberName, unread } from '../blocks.ts';
import type { Format } from '../format.ts';
import { Damaged } from '../limits.ts';
import { streamSource } from '../source.ts';

/** tar: ustar, GNU and pax (POSIX.1-2001). Links are counted and never followed; nothing is ever written. */
export const tar: Format = {
  name: 'tar',
  extensions: ['tar'],
  looksLike: ({ head }) => isTar(head),
  async *read(source, context) {
    // The type declaration lags behind the option that reads tars from before ustar.
    const options: Parameters<typeof extract>[0] & { readonly allowUnknownFormat: true } = { allowUnknownFormat: true };
    const unpacker = extract(options);
    let failed = false;
    async function* copied(): AsyncIterable<Buffer> {
      for await (const chunk of source.chunks()) yield Buffer.from(chunk);
    }
    pipeline(Readable.from(copied(), { highWaterMark: 1 }), unpacker, (error) => {
      failed = error != null;
    });
    let seen = 0;
    try {
      for await (const entry of unpacker) {
        const { header } = entry;
        seen += 1;
        if (header.type === 'file' || header.type === 'contiguous-file' || header.type === null) {
          async function* bytes(): AsyncIterable<Buffer> {
            try {
              for await (const chunk of entry) yield chunk as Buffer;
            } catch {
              throw new Damaged('the archive ends inside this member');
            }
          }
          const pax = new Map<string, string>(Object.entries(header.pax ?? {}));
          const name = pax.get('GNU.sparse.name') ?? header.name;
          const source =
            pax.get('GNU.sparse.major') === '1'
              ? streamSource(posix.basename(name), undefined, () =>
                  sparseBytes(bytes(), header.size ?? 0, context.budget),
                )
              : streamSource(posix.basename(name), header.size, bytes);
          yield* context.recurse(source, name);
          // What a reader did not take must still be passed over.
          entry.resume();
        } else {
          context.budget.member();
          if (
            header.type !== 'directory' &&
            header.type !== 'symlink' &&
            header.type !== 'link' &&
            !header.type.startsWith('pax')
          ) {
            yield unreadMember(context.place.members, header.name);
          }
          entry.resume();
        }
        if (context.budget.stopped) throw context.budget.stopped;
      }
    } catch (error) {
      if (error === context.budget.stopped) throw error;
      throw new Damaged(seen === 0 ? 'not readable as tar' : 'the archive is damaged or cut off');
    } finally {
      unpacker.destroy();
    }
    if (failed) throw new Damaged('the archive is damaged or cut off');
  },
};

function unreadMember(members: readonly string[], name: string): Extracted {
  return unread({ members: [...members, memberName(name)] }, 'not-a-regular-file', 'a device or other special entry');
}

/** The check sum of the first header, which also knows the tars from before ustar. */
function isTar(head: Buffer): boolean {
  if (head.length < 512 || head[0] === 0) return false;
  const stated = Number.parseInt(
    head
      .subarray(148, 156)
      .toString('latin1')
      .replace(/[^0-7]/g, ''),
    8,
  );
  let sum = 8 * 32;
  for (let at = 0; at < 512; at += 1) if (at < 148 || at >= 156) sum += head[at] ?? 0;
  return sum === stated;
}

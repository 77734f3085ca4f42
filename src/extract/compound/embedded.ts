import { CFB } from 'xlsx';
import type { Extracted, Place } from '../../model/index.ts';
import { inPart, memberName, textBlocks, unread } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import { Cut } from '../limits.ts';
import { bufferSource } from '../source.ts';
import type { CompoundStream, Container } from './container.ts';
import { macroText } from './macro-text.ts';
import { propertyTexts } from './property-sets.ts';
import { sweepText } from './sweep.ts';

/** Streams that make a storage a document of its own. */
const DOCUMENTS =
  /^(.*\/)(?:worddocument|workbook|book|powerpoint document|visiodocument|__properties_version1\.0|encryptedpackage)$/i;
const EMBEDDED_BYTES_MAX = 64 * 1024 * 1024;

/** Streams that hold how things look, or links by number. */
const LOOKS =
  /(?:^|\/)(?:\x01ole|\x01compobj|\x03objinfo|\x03accessobjsitedata|\x03eprint|pictures|current user|_vba_project|__srp_\w+|printersettings\w*|\x06dataspaces\/.*)$/i;

/**
 * What a compound file holds besides its own document: properties, embedded files and objects, macros. `own` are the streams that the
 * reader has read itself.
 */
export async function* readOtherStreams(
  container: Container,
  own: (path: string) => boolean,
  context: ReadContext,
): AsyncIterable<Extracted> {
  const inner = documentStorages(container.streams);
  const done = new Set<string>();
  for (const prefix of inner) {
    yield* readStorage(container, prefix, done.size + 1, context);
    done.add(prefix);
  }
  for (const stream of container.streams) {
    if (own(stream.path) || LOOKS.test(stream.path) || [...done].some((prefix) => stream.path.startsWith(prefix)))
      continue;
    context.budget.checkTime();
    yield* readStream(stream, context);
  }
  if (container.damaged) yield unread(context.place, 'damaged', 'a chain of the compound file ends early');
}

/** Storages that are documents, the outermost of each branch; the root itself is not one of them. */
function documentStorages(streams: readonly CompoundStream[]): string[] {
  const prefixes = new Set<string>();
  for (const { path } of streams) {
    const match = DOCUMENTS.exec(path);
    if (match?.[1]) prefixes.add(match[1]);
  }
  return [...prefixes].filter((prefix) => ![...prefixes].some((other) => other !== prefix && prefix.startsWith(other)));
}

async function* readStorage(
  container: Container,
  prefix: string,
  number: number,
  context: ReadContext,
): AsyncIterable<Extracted> {
  const members = container.streams.filter(({ path }) => path.startsWith(prefix));
  const bytes = members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const name = `embedded object ${number}`;
  if (bytes > EMBEDDED_BYTES_MAX) {
    yield unread(
      { members: [...context.place.members, name] },
      'too-much-memory',
      'an embedded object too big to hold',
    );
    return;
  }
  context.budget.spend(bytes);
  yield* context.recurse(bufferSource(name, storageAsFile(members, prefix)), name);
}

/** A storage as a compound file of its own. */
export function storageAsFile(members: readonly CompoundStream[], prefix: string): Buffer {
  const file = CFB.utils.cfb_new();
  for (const member of members) CFB.utils.cfb_add(file, `/${member.path.slice(prefix.length)}`, member.read());
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Buffer);
}

async function* readStream(stream: CompoundStream, context: ReadContext): AsyncIterable<Extracted> {
  const { place, budget } = context;
  if (stream.sizeBytes > EMBEDDED_BYTES_MAX)
    throw new Cut('too-much-memory', 'a stream of the compound file is too big to hold');
  const base = stream.path.slice(stream.path.lastIndexOf('/') + 1);
  const bytes = stream.read();
  if (/^\x05/.test(base)) {
    const texts = propertyTexts(bytes);
    if (texts.length > 0) yield* textBlocks(inPart(place, 'metadata'), `${texts.join('\n')}\n`);
    else yield* sweepText(inPart(place, 'metadata'), bytes, budget);
  } else if (base.toLowerCase() === '\x01ole10native') yield* readNative(bytes, context);
  else if (base.toLowerCase() === 'package') yield* context.recurse(bufferSource('package', bytes), 'embedded package');
  else if (/(?:^|\/)vba\/[^/]+$/i.test(stream.path)) yield* macroText(memberPlace(place, base), bytes, budget);
  else yield* sweepText(inPart(place, 'raw-bytes'), bytes, budget);
}

function memberPlace(place: Place, name: string): Place {
  return { members: [...place.members, memberName(name)] };
}

/** OLE1 native data ([MS-OLEDS] 2.3.6): a file that was dropped into a document. */
async function* readNative(bytes: Buffer, context: ReadContext): AsyncIterable<Extracted> {
  const labelEnd = bytes.indexOf(0, 6);
  const nameEnd = labelEnd < 0 ? -1 : bytes.indexOf(0, labelEnd + 1);
  if (labelEnd > 6 && nameEnd > 0 && nameEnd + 12 < bytes.length) {
    const pathBytes = bytes.readUInt32LE(nameEnd + 5);
    const at = nameEnd + 9 + pathBytes;
    if (at + 4 <= bytes.length) {
      const size = bytes.readUInt32LE(at);
      if (size > 0 && size <= bytes.length - at - 4) {
        const path = bytes.subarray(labelEnd + 1, nameEnd).toString('latin1');
        const name = path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1) || 'embedded file';
        yield* context.recurse(bufferSource(name, bytes.subarray(at + 4, at + 4 + size)), name);
        return;
      }
    }
  }
  if (bytes.length > 4) yield* context.recurse(bufferSource('embedded file', bytes.subarray(4)), 'embedded file');
}

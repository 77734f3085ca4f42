import type { Extracted } from '../../model/index.ts';
import { inPart, unread } from '../blocks.ts';
import type { CompoundStream } from '../compound/container.ts';
import { storageAsFile } from '../compound/embedded.ts';
import { sweepText } from '../compound/sweep.ts';
import { openCompoundFile } from '../compound-file.ts';
import { decodeHead } from '../encoding/decode-to-utf8.ts';
import type { Format, ReadContext } from '../format.ts';
import { Cut } from '../limits.ts';
import { readMailAttachment } from '../mail/attachment.ts';
import type { MapiProperties } from '../mail/mapi-message.ts';
import { attachmentName, codePageName, PROPERTY, readMapiMessage } from '../mail/mapi-message.ts';
import { bufferSource } from '../source.ts';

const PROPERTY_STREAM = /^__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})(?:-[0-9a-f]{8})?$/i;
const RECIPIENT = /^__recip_version1\.0_#[0-9a-f]+\//i;
const ATTACHMENT = /^__attach_version1\.0_#[0-9a-f]+\//i;
const EMBEDDED = '__substg1.0_3701000D/';

/** Types of property streams ([MS-OXMSG] 2.1.3). */
const TYPE = { text8: 0x001e, text16: 0x001f, binary: 0x0102, multiple: 0x1000 };

/** Named properties are a program's own; their bytes may hold text. */
const NAMED_ID = 0x8000;
const ATTACHMENT_BYTES_MAX = 96 * 1024 * 1024;

/** Outlook messages, contacts, appointments, tasks and notes ([MS-OXMSG], https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxmsg). */
export const msg: Format = {
  name: 'msg',
  extensions: ['msg', 'oft'],
  looksLike: ({ parts }) => parts?.has('__properties_version1.0') === true,
  async *read(source, context) {
    const container = await openCompoundFile(source, context.budget);
    const { streams } = container;
    const own = streams.filter(({ path }) => !path.includes('/'));
    const charset = codePageOf(own);
    const message = propertiesOf(own, '', charset);
    const recipients = groupsOf(streams, RECIPIENT).map(([prefix, members]) => propertiesOf(members, prefix, charset));
    yield* readMapiMessage(message, recipients, context);
    for (const [id, bytes] of message.binaries) {
      if (id >= NAMED_ID) yield* sweepText(inPart(context.place, 'metadata'), bytes, context.budget);
    }
    let number = 0;
    for (const [prefix, members] of groupsOf(streams, ATTACHMENT)) {
      number += 1;
      yield* readAttachment(members, prefix, number, charset, context);
    }
    if (container.damaged) yield unread(context.place, 'damaged', 'a part of the message is cut off');
  },
};

function groupsOf(streams: readonly CompoundStream[], pattern: RegExp): [string, CompoundStream[]][] {
  const groups = new Map<string, CompoundStream[]>();
  for (const stream of streams) {
    const prefix = pattern.exec(stream.path)?.[0];
    if (!prefix) continue;
    const members = groups.get(prefix);
    if (members) members.push(stream);
    else groups.set(prefix, [stream]);
  }
  return [...groups];
}

/** Texts and binaries that stand directly under `prefix`. */
function propertiesOf(streams: readonly CompoundStream[], prefix: string, charset: string): MapiProperties {
  const texts = new Map<number, string>();
  const binaries = new Map<number, Buffer>();
  for (const stream of streams) {
    const match = PROPERTY_STREAM.exec(stream.path.slice(prefix.length));
    if (!match) continue;
    const id = Number.parseInt(match[1] ?? '', 16);
    const type = Number.parseInt(match[2] ?? '', 16);
    const kind = type & ~TYPE.multiple;
    if (kind === TYPE.binary) {
      if (id !== PROPERTY.attachData) binaries.set(id, stream.read());
      continue;
    }
    if (kind !== TYPE.text8 && kind !== TYPE.text16) continue;
    const bytes = stream.read();
    const text = (kind === TYPE.text16 ? bytes.toString('utf16le') : decodeHead(bytes, charset, 0)).replace(/\0+$/, '');
    const known = texts.get(id);
    texts.set(id, known === undefined ? text : `${known}\n${text}`);
  }
  return { texts, binaries };
}

/** Code page of the 8-bit texts, from the fixed-size properties. */
function codePageOf(own: readonly CompoundStream[]): string {
  const bytes = own.find(({ path }) => path === '__properties_version1.0')?.read() ?? Buffer.alloc(0);
  const pages = new Map<number, number>();
  for (let at = bytes.length % 16 === 8 ? 24 : 32; at + 16 <= bytes.length; at += 16) {
    const tag = bytes.readUInt32LE(at);
    if ((tag & 0xffff) === 3) pages.set(tag >>> 16, bytes.readUInt32LE(at + 8));
  }
  return codePageName(pages.get(PROPERTY.messageCodePage) ?? pages.get(PROPERTY.internetCodePage) ?? 1252);
}

async function* readAttachment(
  members: readonly CompoundStream[],
  prefix: string,
  number: number,
  charset: string,
  context: ReadContext,
): AsyncIterable<Extracted> {
  const properties = propertiesOf(members, prefix, charset);
  const name = attachmentName(properties, number);
  const data = members.find(({ path }) => path.slice(prefix.length).toLowerCase() === '__substg1.0_37010102');
  const inner = members.filter(({ path }) => path.startsWith(EMBEDDED, prefix.length));
  const bytes = [data, ...inner].reduce((sum, stream) => sum + (stream?.sizeBytes ?? 0), 0);
  if (bytes > ATTACHMENT_BYTES_MAX) throw new Cut('too-much-memory', 'an attachment is too big to hold');
  context.budget.spend(bytes);
  const inline = (properties.texts.get(PROPERTY.attachContentId) ?? '') !== '';
  if (data) yield* readMailAttachment(bufferSource(name, data.read()), name, inline, context);
  if (inner.length > 0) yield* context.recurse(bufferSource(name, storageAsFile(inner, prefix + EMBEDDED)), name);
}

import { CFB } from 'xlsx';

/** A compound file with these streams; `/` in a name makes storages. */
export function compoundOf(streams: Record<string, Uint8Array>): Buffer {
  const file = CFB.utils.cfb_new();
  for (const [name, content] of Object.entries(streams)) CFB.utils.cfb_add(file, `/${name}`, Buffer.from(content));
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Buffer);
}

/** A Word 97 document of one piece: stories in the order of their lengths in the file information block. */
export function wordOf(stories: readonly string[], flags = 0): Buffer {
  const text = Buffer.from(stories.join(''), 'utf16le');
  const main = Buffer.alloc(1536);
  main.writeUInt16LE(0xa5ec, 0);
  main.writeUInt16LE(0xc1, 2);
  main.writeUInt16LE(0x0200 | flags, 10);
  stories.forEach((story, index) => {
    main.writeUInt32LE(story.length, 76 + 4 * index);
  });
  const pieces = Buffer.alloc(5 + 8 + 8);
  pieces[0] = 2;
  pieces.writeUInt32LE(16, 1);
  pieces.writeUInt32LE(0, 5);
  pieces.writeUInt32LE(stories.join('').length, 9);
  pieces.writeUInt32LE(main.length, 15);
  main.writeUInt32LE(0, 418);
  main.writeUInt32LE(pieces.length, 422);
  return compoundOf({
    WordDocument: Buffer.concat([main, text, Buffer.alloc(4096)]),
    '1Table': flags === 0 ? pieces : Buffer.from('01000100', 'hex'),
  });
}

/** A record of a PowerPoint stream. */
export function record(kind: number, content: Uint8Array, container = false): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(container ? 0x0f : 0, 0);
  head.writeUInt16LE(kind, 2);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

export interface MessageSample {
  readonly subject: string;
  readonly body: string;
  readonly html?: string;
  readonly recipient?: string;
  readonly attachments?: readonly { readonly name: string; readonly content: Uint8Array | MessageSample }[];
}

/** The streams of an Outlook message. */
export function messageStreams(message: MessageSample, prefix = ''): Record<string, Uint8Array> {
  const streams: Record<string, Uint8Array> = {
    [`${prefix}__properties_version1.0`]: Buffer.alloc(32),
    [`${prefix}__substg1.0_0037001F`]: wide(message.subject),
    [`${prefix}__substg1.0_1000001F`]: wide(message.body),
  };
  if (message.html) streams[`${prefix}__substg1.0_10130102`] = Buffer.from(message.html);
  if (message.recipient) {
    streams[`${prefix}__recip_version1.0_#00000000/__properties_version1.0`] = Buffer.alloc(8);
    streams[`${prefix}__recip_version1.0_#00000000/__substg1.0_3001001F`] = wide(message.recipient);
  }
  (message.attachments ?? []).forEach(({ name, content }, index) => {
    const inner = `${prefix}__attach_version1.0_#0000000${index}/`;
    streams[`${inner}__properties_version1.0`] = Buffer.alloc(8);
    streams[`${inner}__substg1.0_3707001F`] = wide(name);
    if (content instanceof Uint8Array) streams[`${inner}__substg1.0_37010102`] = content;
    else Object.assign(streams, messageStreams(content, `${inner}__substg1.0_3701000D/`));
  });
  return streams;
}

import { pipeline, Readable } from 'node:stream';
import type { AttachmentStream, HeaderLines, MessageText } from 'mailparser';
import type { Extracted, Place } from '../../model/index.ts';
import { inPart, textBlocks, unread } from '../blocks.ts';
import type { Format, ReadContext } from '../format.ts';
import { readMailAttachment } from '../mail/attachment.ts';
import { readBodies } from '../mail/bodies.ts';
import type { MimeRemains } from '../mail/mime-remains.ts';
import { createMimeRemains } from '../mail/mime-remains.ts';
import { uuencodedFiles } from '../mail/uuencoded.ts';
import type { Source } from '../source.ts';
import { bufferSource, streamSource } from '../source.ts';

/** Mail headers that begin a message (RFC 5322, https://www.rfc-editor.org/rfc/rfc5322). */
const HEADER =
  /^(?:received|return-path|from|to|cc|bcc|subject|date|message-id|mime-version|delivered-to|content-type|content-transfer-encoding|reply-to|sender|x-[\w-]+|dkim-signature|authentication-results|arc-[\w-]+|in-reply-to|references|thread-topic|thread-index|list-[\w-]+|importance|user-agent|organization):/i;

/** A message: headers, text, HTML with its source, attachments read like files. */
export const eml: Format = {
  name: 'eml',
  extensions: ['eml', 'mht', 'mhtml', 'emlx'],
  looksLike: ({ text, extension }) => text !== undefined && startsLikeMail(text, eml.extensions.includes(extension)),
  read: (source, context) => readMessage(source, context),
};

function startsLikeMail(text: string, promised: boolean): boolean {
  const lines = text
    .replace(/^[\s\ufeff]+/, '')
    .slice(0, 16_384)
    .split(/\r?\n/);
  let known = 0;
  for (const line of lines) {
    if (line === '') break;
    if (HEADER.test(line)) known += 1;
    else if (!/^[\t ]/.test(line) && !/^[\w-]+:/.test(line)) return promised && known > 0;
  }
  return known >= (promised ? 1 : 3);
}

/** One message, streaming: an attachment is read while it is decoded. */
export async function* readMessage(source: Source, context: ReadContext): AsyncIterable<Extracted> {
  const { place } = context;
  const { MailParser } = await import('mailparser');
  const parser = new MailParser({
    skipTextToHtml: true,
    skipHtmlToText: true,
    skipImageLinks: true,
    skipTextLinks: true,
  });
  let headerText = '';
  let isEncrypted: 'PGP' | 'S/MIME' | undefined;
  parser.on('headerLines', (lines: HeaderLines) => {
    headerText = lines.map(({ line }) => decodeWords(line)).join('\n');
  });
  parser.on('headers', (headers: Map<string, unknown>) => {
    const type = JSON.stringify(headers.get('content-type') ?? '').toLowerCase();
    if (type.includes('multipart/encrypted')) isEncrypted = 'PGP';
    else if (type.includes('pkcs7-mime') && !type.includes('signed-data')) isEncrypted = 'S/MIME';
  });
  const remains = createMimeRemains();
  async function* copied(): AsyncIterable<Buffer> {
    for await (const chunk of source.chunks()) {
      remains.take(chunk);
      yield Buffer.from(chunk);
    }
    remains.end();
  }
  pipeline(Readable.from(copied(), { highWaterMark: 1 }), parser, () => {
    // The error also ends the loop below.
  });
  let number = 0;
  try {
    for await (const part of parser as AsyncIterable<AttachmentStream | MessageText>) {
      if (headerText !== '') yield* textBlocks(inPart(place, 'mail-header'), `${headerText}\n`);
      headerText = '';
      if (part.type === 'attachment') {
        number += 1;
        yield* readAttachment(part, number, isEncrypted, context);
      } else {
        yield* readTexts(part, context);
        for (const { name, content } of uuencodedFiles(part.text ?? ''))
          yield* context.recurse(bufferSource(name, content), name);
      }
      yield* readRemains(remains, context.place);
    }
  } finally {
    parser.destroy();
  }
  yield* readRemains(remains, context.place);
  if (headerText !== '') yield* textBlocks(inPart(place, 'mail-header'), `${headerText}\n`);
}

async function* readAttachment(
  part: AttachmentStream,
  number: number,
  isEncrypted: 'PGP' | 'S/MIME' | undefined,
  context: ReadContext,
): AsyncIterable<Extracted> {
  const name =
    part.filename ?? (part.contentType === 'message/rfc822' ? `message ${number}.eml` : `attachment ${number}`);
  const content = part.content as Readable;
  try {
    if (isEncrypted || /pkcs7-mime/.test(part.contentType ?? '')) {
      yield unread(
        { members: [...context.place.members, `attachment ${number}`] },
        'encrypted',
        undefined,
        isEncrypted ?? 'S/MIME',
      );
    } else {
      async function* bytes(): AsyncIterable<Buffer> {
        for await (const chunk of content) {
          context.budget.spend((chunk as Buffer).length);
          yield chunk as Buffer;
        }
      }
      const inline = part.related === true || part.contentId !== undefined;
      yield* readMailAttachment(streamSource(name, undefined, bytes), name, inline, context);
    }
  } finally {
    content.resume();
    part.release?.();
  }
}

function* readRemains(remains: MimeRemains, place: Place): Generator<Extracted> {
  yield* textBlocks(place, remains.outside());
  yield* textBlocks(inPart(place, 'mail-header'), remains.headers().split('\n').map(decodeWords).join('\n'));
}

function readTexts(part: MessageText, context: ReadContext): Generator<Extracted> {
  return readBodies(part.text ?? '', typeof part.html === 'string' ? part.html : '', context);
}

/** Encoded words in headers (RFC 2047, https://www.rfc-editor.org/rfc/rfc2047). */
function decodeWords(line: string): string {
  const joined = line.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(
    /=\?([\w-]+)(?:\*[\w-]*)?\?([bq])\?([^?]*)\?=/gi,
    (whole, charset: string, encoding: string, text: string) => {
      const bytes =
        encoding.toLowerCase() === 'b'
          ? Buffer.from(text, 'base64')
          : Buffer.from(
              text
                .replaceAll('_', ' ')
                .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
              'latin1',
            );
      try {
        return new TextDecoder(charset).decode(bytes);
      } catch {
        return whole;
      }
    },
  );
}

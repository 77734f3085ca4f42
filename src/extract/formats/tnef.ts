import type { Extracted } from '../../model/index.ts';
import { inPart, memberName, textBlocks, unread } from '../blocks.ts';
import { decodeHead } from '../encoding/decode-to-utf8.ts';
import type { Format, ReadContext } from '../format.ts';
import { readMailAttachment } from '../mail/attachment.ts';
import type { MapiProperties } from '../mail/mapi-message.ts';
import { attachmentName, codePageName, PROPERTY, readMapiMessage } from '../mail/mapi-message.ts';
import { TNEF_SIGNATURE, tnefAttributes, tnefProperties, tnefRecipients } from '../mail/tnef-attributes.ts';
import { bufferSource, wholeOf } from '../source.ts';

/** Attributes that are read by name ([MS-OXTNEF] 2.1.3.3); of the others their text. */
const ATTRIBUTE = {
  codePage: 0x00069007,
  properties: 0x00069003,
  recipients: 0x00069004,
  attachStart: 0x00069002,
  attachTitle: 0x00018010,
  attachData: 0x0006800f,
  attachProperties: 0x00069005,
  from: 0x00008000,
  subject: 0x00018004,
  body: 0x0002800c,
} as const;

interface Attachment {
  title: string;
  data: Buffer | undefined;
  properties: MapiProperties | undefined;
}

const NONE: MapiProperties = { texts: new Map(), binaries: new Map() };

/** winmail.dat: a message as Outlook sends it to others of its kind. */
export const tnef: Format = {
  name: 'tnef',
  extensions: ['dat', 'tnef'],
  looksLike: ({ head }) => head.length >= 6 && head.readUInt32LE(0) === TNEF_SIGNATURE,
  async *read(source, context) {
    const { place } = context;
    const bytes = await wholeOf(source, context.budget);
    const attachments: Attachment[] = [];
    let codePage = 1252;
    let message = NONE;
    let recipients: MapiProperties[] = [];
    let cutOff = false;
    for (const attribute of tnefAttributes(bytes)) {
      const { id, data } = attribute;
      const last = attachments.at(-1);
      cutOff = attribute.cutOff;
      if (id === ATTRIBUTE.codePage && data.length >= 4) codePage = data.readUInt32LE(0);
      else if (id === ATTRIBUTE.properties) message = tnefProperties(data, codePage);
      else if (id === ATTRIBUTE.recipients) recipients = tnefRecipients(data, codePage);
      else if (id === ATTRIBUTE.attachStart) attachments.push({ title: '', data: undefined, properties: undefined });
      else if (id === ATTRIBUTE.attachTitle && last) last.title = textOf(data, codePage);
      else if (id === ATTRIBUTE.attachData && last) last.data = data;
      else if (id === ATTRIBUTE.attachProperties && last) last.properties = tnefProperties(data, codePage);
      else if (id === ATTRIBUTE.body) yield* textBlocks(place, `${textOf(data, codePage)}\n`);
      else if (id === ATTRIBUTE.from || id === ATTRIBUTE.subject) {
        yield* textBlocks(
          inPart(place, 'mail-header'),
          `${textOf(data, codePage)
            .replace(/[\x00-\x08]+/g, ' ')
            .trim()}\n`,
        );
      }
    }
    yield* readMapiMessage(message, recipients, context);
    for (const [index, attachment] of attachments.entries()) yield* readAttachment(attachment, index + 1, context);
    if (cutOff) yield unread(place, 'damaged', 'the message is cut off');
  },
};

async function* readAttachment(
  { title, data, properties }: Attachment,
  number: number,
  context: ReadContext,
): AsyncIterable<Extracted> {
  const named = properties && attachmentName(properties, number);
  const name = named && !named.startsWith('attachment ') ? named : title || `attachment ${number}`;
  const object = properties?.binaries.get(PROPERTY.attachData);
  // An embedded object has the id of its interface before its bytes.
  const content = data && data.length > 0 ? data : object?.subarray(16);
  const inline = (properties?.texts.get(PROPERTY.attachContentId) ?? '') !== '';
  if (content) yield* readMailAttachment(bufferSource(name, content), name, inline, context);
  else if (!data && !properties)
    yield unread({ members: [...context.place.members, memberName(name)] }, 'damaged', 'an attachment without content');
}

function textOf(data: Buffer, codePage: number): string {
  return decodeHead(data, codePageName(codePage), 0).replace(/\0+$/, '');
}

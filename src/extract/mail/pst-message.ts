import type { PSTMessage } from 'pst-extractor';
import type { Extracted } from '../../model/index.ts';
import { inPart, textBlocks } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import { attempt } from '../quietly.ts';
import type { MapiProperties } from './mapi-message.ts';
import { readMapiMessage } from './mapi-message.ts';

const RECIPIENTS_MAX = 10_000;

/** Getters of a message that become MAPI properties by number. */
const TEXTS: readonly (readonly [number, (item: PSTMessage) => string | null | undefined])[] = [
  [0x0037, (item) => item.subject],
  [0x0c1a, (item) => item.senderName],
  [0x0c1f, (item) => item.senderEmailAddress],
  [0x0042, (item) => item.sentRepresentingName],
  [0x0065, (item) => item.sentRepresentingEmailAddress],
  [0x0e04, (item) => item.displayTo],
  [0x0e03, (item) => item.displayCC],
  [0x0e02, (item) => item.displayBCC],
  [0x007d, (item) => item.transportMessageHeaders],
  [0x1000, (item) => item.body],
  [0x1013, (item) => item.bodyHTML],
];

/** Names of getters that say how an item is kept and nothing of a person. */
const DULL =
  /^(?:messageClass|subject|body\w*|transportMessageHeaders|sender\w+|sentRepresenting\w+|display(?:To|CC|BCC)|conversationTopic|originalSubject|\w*(?:Id|ID|addrtype|AddressType|Addrtype|Key|pstFile)\w*)$/;

/** Header lines, body and every other text of a message, contact, appointment or task. */
export function* readMailItem(item: PSTMessage, context: ReadContext): Generator<Extracted> {
  const texts = new Map<number, string>();
  for (const [id, get] of TEXTS) {
    const text = attempt(() => get(item));
    if (text) texts.set(id, text);
  }
  yield* readMapiMessage({ texts, binaries: new Map() }, recipientsOf(item), context);
  if (!texts.has(0x1000) && !texts.has(0x1013)) yield* textBlocks(context.place, attempt(() => item.bodyRTF) ?? '');
  const others = otherTexts(item);
  if (others.length > 0) yield* textBlocks(inPart(context.place, 'metadata'), `${others.join('\n')}\n`);
}

function recipientsOf(item: PSTMessage): MapiProperties[] {
  const recipients: MapiProperties[] = [];
  const count = Math.min(attempt(() => item.numberOfRecipients) ?? 0, RECIPIENTS_MAX);
  for (let index = 0; index < count; index += 1) {
    const recipient = attempt(() => item.getRecipient(index));
    if (!recipient) continue;
    const texts = [
      attempt(() => recipient.displayName),
      attempt(() => recipient.smtpAddress),
      attempt(() => recipient.emailAddress),
    ];
    recipients.push({
      texts: new Map(texts.flatMap((text, at) => (text ? [[at, text] as const] : []))),
      binaries: new Map(),
    });
  }
  return recipients;
}

/** Contacts, appointments and tasks keep their words in getters of their own kind. */
function otherTexts(item: PSTMessage): string[] {
  const lines = new Set<string>();
  for (
    let kind: unknown = Object.getPrototypeOf(item);
    kind && kind !== Object.prototype;
    kind = Object.getPrototypeOf(kind)
  ) {
    for (const name of Object.getOwnPropertyNames(kind)) {
      if (DULL.test(name) || typeof Object.getOwnPropertyDescriptor(kind, name)?.get !== 'function') continue;
      const value = attempt(() => Reflect.get(item, name) as unknown);
      if (typeof value === 'string' && value.trim() !== '') lines.add(`${name}: ${value}`);
    }
  }
  return [...lines];
}

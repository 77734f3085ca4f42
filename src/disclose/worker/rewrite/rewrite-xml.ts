import type { AgreementColumn } from '../../agreement.ts';
import { SUPPRESSED } from '../../forms.ts';
import { columnOf } from '../../match-header.ts';
import type { RowPlan } from '../row-plan.ts';
import { addValue, decidedText, type RecordPiece, type WaitingRecord, waitingRecord } from './copy-record.ts';
import { type CopyOutput, type TextWindow, textWindow, utf8Pieces } from './copy-streams.ts';
import { RewriteRefused } from './rewrite-refused.ts';
import type { Treatment } from './treatment.ts';
import { decodeXml, encodeXml } from './xml-text.ts';

interface OpenElement {
  readonly name: string;
  readonly path: string;
  /** Nothing where it is too big to be a record, and its copy is written at once. */
  waiting: WaitingRecord | undefined;
  children: number;
  attributes: number;
  filled: boolean;
}

/**
 * Text and attributes take the form of the column that their element or name is; unknown ones are emptied. Comments go. An element
 * whose children have none of their own is a record. Streams: one record is held at a time.
 */
export function rewriteXml(from: string, out: CopyOutput, treatment: Treatment, plan: RowPlan): void {
  const window = textWindow(utf8Pieces(from));
  const open: OpenElement[] = [];

  const emit = (piece: RecordPiece, into = open.at(-1)): void => {
    if (into?.waiting) into.waiting.pieces.push(piece);
    else out.write(piece.text);
  };
  const columnAt = (name: string | undefined): AgreementColumn | undefined =>
    name === undefined ? undefined : columnOf(treatment.agreement, name.replace(/^.*:/, ''));
  const changedIn = (name: string | undefined, given: string): string | undefined => {
    if (given.trim() === '' || name === undefined) return undefined;
    const column = columnAt(name);
    return column?.form === 'drop' ? '' : treatment.cell(column, given);
  };
  const note = (holder: OpenElement | undefined, name: string | undefined, value: string): void => {
    const column = columnAt(name);
    if (column && plan.watches(column) && holder?.waiting && value.trim() !== '')
      addValue(holder.waiting, column, value);
  };
  const emitText = (token: string, given: string): void => {
    const element = open.at(-1);
    if (given.trim() !== '') {
      if (!element) throw malformed();
      element.filled = true;
    }
    const changed = changedIn(element?.name, given);
    const column = given.trim() === '' ? undefined : columnAt(element?.name);
    emit({
      text: changed === undefined ? token : encodeXml(changed),
      ...(column ? { value: { column, suppressed: SUPPRESSED } } : {}),
    });
    note(open.at(-2), element?.name, changed ?? given);
  };
  const emitTag = (element: OpenElement, token: string): void => {
    let at = 0;
    for (const match of token.matchAll(/(\s([^\s=]+)\s*=\s*)(?:"([^"]*)"|'([^']*)')/g)) {
      const [whole, before = '', key = '', double, single] = match;
      emit({ text: token.slice(at, match.index) });
      at = match.index + whole.length;
      if (/^xml(?:ns)?(?::|$)/.test(key)) {
        emit({ text: whole });
        continue;
      }
      const given = decodeXml(double ?? single ?? '');
      const changed = changedIn(key, given);
      const column = columnAt(key);
      element.attributes += 1;
      emit({ text: before });
      const written = changed === undefined ? whole.slice(before.length) : `"${encodeXml(changed)}"`;
      emit({ text: written, ...(column ? { value: { column, suppressed: `"${SUPPRESSED}"` } } : {}) });
      note(element, key, changed ?? given);
    }
    emit({ text: token.slice(at) });
  };
  /** What has grandchildren is no record: its copy goes out, and with it that of all around it. */
  const release = (): void => {
    for (const element of open.slice(0, -2)) {
      const { waiting } = element;
      element.waiting = undefined;
      for (const { text } of waiting?.pieces ?? []) out.write(text);
    }
  };
  const close = (): void => {
    const element = open.pop();
    const own = element?.waiting;
    if (!element || !own) return;
    const isRecord = element.children > 0 || (element.attributes > 0 && !element.filled);
    if (!isRecord) {
      for (const piece of own.pieces) emit(piece);
      return;
    }
    const decision = plan.next(element.path, (column) => own.values.get(column));
    if (!decision.leaveOut) emit({ text: decidedText(own, decision) });
  };

  for (let token = nextToken(window); token !== undefined; token = nextToken(window)) {
    if (token.startsWith('<!--')) continue;
    if (token.startsWith('<?')) {
      if (token.startsWith('<?xml ')) emit({ text: token });
    } else if (token.startsWith('<![CDATA[')) emitText(token, token.slice(9, -3));
    else if (/^<!/.test(token))
      throw new RewriteRefused('the file defines entities of its own', 'Export it without a DOCTYPE');
    else if (!token.startsWith('<')) emitText(token, decodeXml(token));
    else if (token.startsWith('</')) {
      if (/^<\/([^\s>]+)/.exec(token)?.[1] !== open.at(-1)?.name) throw malformed();
      emit({ text: token });
      close();
    } else {
      const name = /^<([^\s/>]+)/.exec(token)?.[1];
      if (name === undefined) throw malformed();
      const parent = open.at(-1);
      if (parent) parent.children += 1;
      const element: OpenElement = {
        name,
        path: `${parent?.path ?? ''}/${name}`,
        waiting: plan.isNeeded ? waitingRecord() : undefined,
        children: 0,
        attributes: 0,
        filled: false,
      };
      open.push(element);
      release();
      emitTag(element, token);
      if (token.endsWith('/>')) close();
    }
  }
  if (open.length > 0) throw malformed();
}

function nextToken(window: TextWindow): string | undefined {
  if (window.peek() === '') return undefined;
  if (window.peek() !== '<') return window.takeWhile((code) => code !== 0x3c);
  const token = window.startsWith('<!--')
    ? window.takeTo(behind('-->'))
    : window.startsWith('<![CDATA[')
      ? window.takeTo(behind(']]>'))
      : window.startsWith('<?')
        ? window.takeTo(behind('?>'))
        : window.takeTo(tagEnd);
  if (token === undefined) throw malformed();
  return token;
}

function behind(words: string): (text: string, from: number) => number {
  return (text, from) => {
    const at = text.indexOf(words, from + 2);
    return at < 0 ? -1 : at + words.length;
  };
}

/** Behind the bracket that closes a tag; one inside quotes does not. */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x22 || code === 0x27) quote = code;
    else if (code === 0x3e) return at + 1;
  }
  return -1;
}

function malformed(): RewriteRefused {
  return new RewriteRefused('the file is not well-formed XML', 'Export it again');
}

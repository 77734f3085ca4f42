import type { AgreementColumn } from '../../agreement.ts';
import { SUPPRESSED } from '../../forms.ts';
import { columnOf } from '../../match-header.ts';
import type { RowPlan } from '../row-plan.ts';
import { addValue, decidedText, type RecordPiece, type WaitingRecord, waitingRecord } from './copy-record.ts';
import { type CopyOutput, textWindow, utf8Pieces } from './copy-streams.ts';
import { RewriteRefused } from './rewrite-refused.ts';
import type { Treatment } from './treatment.ts';

const DEPTH_MAX = 500;

/** Where a value stands: the keys from the root, without positions, and from its record. */
interface Spot {
  readonly path: string;
  readonly key: string | undefined;
  readonly depth: number;
}

/**
 * Members that the agreement does not know are left out; what stays keeps its bytes, blanks included. Objects of an array, and of a
 * file of lines, are records. Streams: one record is held at a time.
 */
export function rewriteJson(
  from: string,
  out: CopyOutput,
  treatment: Treatment,
  plan: RowPlan,
  { lines }: { readonly lines: boolean },
): void {
  const window = textWindow(utf8Pieces(from));
  const columns = new Map<string, AgreementColumn | undefined>();
  let waiting: WaitingRecord | undefined;

  const bad = (): never => {
    throw new RewriteRefused('the file is not valid JSON', 'Export it again');
  };
  /** Keys and brackets of what nothing was kept of yet: a key can hold a value too. */
  let unopened: string[] = [];
  const emitBlank = (text: string): void => {
    if (unopened.length === 0) emitNow({ text });
  };
  const emitNow = (piece: RecordPiece): void => {
    if (waiting) waiting.pieces.push(piece);
    else out.write(piece.text);
  };
  const emit = (piece: RecordPiece): void => {
    for (const text of unopened.splice(0)) emitNow({ text });
    emitNow(piece);
  };
  const columnAt = (key: string): AgreementColumn | undefined => {
    if (!columns.has(key) && columns.size < 10_000) columns.set(key, columnOf(treatment.agreement, key));
    return columns.has(key) ? columns.get(key) : columnOf(treatment.agreement, key);
  };
  const blank = (): string => window.takeWhile((code) => code <= 32 || code === 0xfeff);
  const sign = (): string => window.takeTo((text, at) => (at < text.length ? at + 1 : -1)) ?? '';
  const string = (): string => window.takeTo(stringEnd) ?? bad();
  const scalar = (): string => {
    if (window.peek() === '"') return string();
    const word = window.takeWhile((code) => code > 32 && !'",:[]{}'.includes(String.fromCharCode(code)));
    return /^(?:-?\d[\d.eE+-]*|true|false|null)$/.test(word) ? word : bad();
  };
  /** False where the value is left out; `before` is written only where it is not. */
  const value = (spot: Spot, before: string): boolean => {
    if (spot.depth > DEPTH_MAX) throw new RewriteRefused('the file is nested too deep', 'Export it flatter');
    const next = window.peek();
    if (next === '{' || next === '[') {
      const { length } = unopened;
      unopened.push(before + sign());
      const lead = blank();
      const isEmpty = window.peek() === (next === '{' ? '}' : ']');
      if (spot.depth === 0 || (isEmpty && spot.key !== undefined && columnAt(spot.key))) emit({ text: '' });
      if (next === '{') object(spot, lead);
      else list(spot, lead);
      if (unopened.length === 0) return true;
      unopened.length = length;
      return false;
    }
    const raw = scalar();
    if (spot.key === undefined) {
      emit({ text: before + (raw.startsWith('"') ? rewritten(raw, treatment.text(plain(raw))) : raw) });
      return true;
    }
    const column = columnAt(spot.key);
    if (!column || column.form === 'drop') return false;
    emit({ text: before });
    const isWord = raw === 'null' || raw === 'true' || raw === 'false';
    const given = raw.startsWith('"') ? plain(raw) : raw;
    const changed = isWord ? undefined : treatment.cell(column, given);
    emit({
      text: changed === undefined ? raw : JSON.stringify(changed),
      value: { column, suppressed: JSON.stringify(SUPPRESSED) },
    });
    if (waiting && plan.watches(column)) addValue(waiting, column, changed ?? given);
    return true;
  };
  const object = ({ path, key, depth }: Spot, begin: string): void => {
    let comma = '';
    for (let lead = begin; window.peek() !== '}'; lead = blank()) {
      if (window.peek() !== '"') bad();
      const name = string();
      const between = blank();
      if (sign() !== ':') bad();
      const own = plain(name);
      const spot = { path: joined(path, own), key: joined(key ?? '', own), depth: depth + 1 };
      if (value(spot, `${comma}${lead}${name}${between}:${blank()}`)) comma = ',';
      const tail = blank();
      if (window.peek() === '}') {
        emitBlank(tail);
        break;
      }
      if (sign() !== ',') bad();
    }
    emitBlank(sign());
  };
  const list = ({ path, key, depth }: Spot, begin: string): void => {
    let comma = '';
    for (let lead = begin; window.peek() !== ']'; lead = blank()) {
      const kept =
        window.peek() === '{'
          ? record(path, depth + 1, comma + lead)
          : value({ path, key, depth: depth + 1 }, comma + lead);
      if (kept) comma = ',';
      const tail = blank();
      if (window.peek() === ']') {
        emitBlank(tail);
        break;
      }
      if (sign() !== ',') bad();
    }
    emitBlank(sign());
  };
  const record = (path: string, depth: number, before: string): boolean => {
    const spot = { path, key: undefined, depth };
    if (!plan.isNeeded) return value(spot, before);
    const outer = waiting;
    const own = waitingRecord();
    waiting = own;
    const around = unopened;
    unopened = [];
    const isKept = value(spot, '');
    unopened = around;
    waiting = outer;
    const decision = plan.next(path, (column) => own.values.get(column));
    if (decision.leaveOut || !isKept) return false;
    emit({ text: before + decidedText(own, decision) });
    return true;
  };

  let lead = blank();
  if (window.peek() === '') bad();
  while (window.peek() !== '') {
    const top = { path: '', key: undefined, depth: 0 };
    const kept = lines && window.peek() === '{' ? record('', 0, lead) : value(top, lead);
    const tail = blank();
    lead = kept ? tail : lead + tail.replace(/^[ \t]*\r?\n/, '');
  }
  out.write(lead);
}

function plain(raw: string): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    throw new RewriteRefused('the file is not valid JSON', 'Export it again');
  }
}

function rewritten(raw: string, text: string): string {
  return plain(raw) === text ? raw : JSON.stringify(text);
}

/** Behind the quote that closes the string which begins at `from`, or -1. */
function stringEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

import { columnOf } from '../match-header.ts';
import { RewriteRefused, utf8Of } from './rewrite-file.ts';
import type { Treatment } from './treatment.ts';

const DEPTH_MAX = 500;
const BLANK = /[\s\ufeff]*/y;
const SCALAR = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/y;

/** Members that the agreement does not know are left out; what stays keeps its bytes, blanks included. */
export function rewriteJson(bytes: Buffer, treatment: Treatment): Uint8Array {
  return Buffer.from(rewriteValue(utf8Of(bytes), treatment));
}

export function rewriteJsonLines(bytes: Buffer, treatment: Treatment, leaveOut: ReadonlySet<number>): Uint8Array {
  const lines = utf8Of(bytes).split(/(?<=\n)/);
  return Buffer.from(
    lines
      .map((line, at) => (leaveOut.has(at + 1) ? '' : line.trim() === '' ? line : rewriteValue(line, treatment)))
      .join(''),
  );
}

function rewriteValue(text: string, treatment: Treatment): string {
  let at = 0;
  const bad = (): never => {
    throw new RewriteRefused('the file is not valid JSON', 'Export it again');
  };
  const blank = (): string => {
    BLANK.lastIndex = at;
    const found = BLANK.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const scalar = (): string => {
    SCALAR.lastIndex = at;
    const found = SCALAR.exec(text)?.[0] ?? bad();
    at += found.length;
    return found;
  };
  /** The value's new text; nothing where it is left out. */
  const value = (key: string | undefined, depth: number): string | undefined => {
    if (depth > DEPTH_MAX) throw new RewriteRefused('the file is nested too deep', 'Export it flatter');
    const next = text.charAt(at);
    if (next === '{') return object(depth);
    if (next === '[') return list(key, depth);
    const raw = scalar();
    if (key === undefined) return raw.startsWith('"') ? JSON.stringify(treatment.text(JSON.parse(raw) as string)) : raw;
    const column = columnOf(treatment.agreement, key);
    if (!column || column.form === 'drop') return undefined;
    if (raw === 'null' || raw === 'true' || raw === 'false') return raw;
    const changed = treatment.cell(column, raw.startsWith('"') ? (JSON.parse(raw) as string) : raw);
    return changed === undefined ? raw : JSON.stringify(changed);
  };
  const object = (depth: number): string => {
    const kept: string[] = [];
    at += 1;
    let tail = blank();
    let lead = tail;
    if (text.charAt(at) === '}') {
      at += 1;
      return `{${tail}}`;
    }
    for (;;) {
      const name = scalar();
      if (!name.startsWith('"')) bad();
      const between = blank();
      if (text.charAt(at) !== ':') bad();
      at += 1;
      const after = blank();
      const given = value(JSON.parse(name) as string, depth + 1);
      if (given !== undefined) kept.push(`${lead}${name}${between}:${after}${given}`);
      tail = blank();
      const sign = text.charAt(at);
      at += 1;
      if (sign === '}') return `{${kept.join(',')}${tail}}`;
      if (sign !== ',') bad();
      lead = blank();
    }
  };
  const list = (key: string | undefined, depth: number): string => {
    const kept: string[] = [];
    at += 1;
    let lead = blank();
    if (text.charAt(at) === ']') {
      at += 1;
      return `[${lead}]`;
    }
    for (;;) {
      const given = value(key, depth + 1);
      if (given !== undefined) kept.push(lead + given);
      const tail = blank();
      const sign = text.charAt(at);
      at += 1;
      if (sign === ']') return `[${kept.join(',')}${tail}]`;
      if (sign !== ',') bad();
      lead = blank();
    }
  };
  const before = blank();
  const whole = value(undefined, 0);
  const after = blank();
  if (at < text.length) bad();
  return `${before}${whole ?? 'null'}${after}`;
}

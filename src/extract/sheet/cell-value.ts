import { decodeEntities } from '../markup/entities.ts';
import { attribute } from '../markup/markup-scanner.ts';
import type { SheetContext } from './sheet-reader.ts';

/** What a cell shows, from the raw text of its tag and what stands in it. */
export function cellValue(attributes: string, inner: string, { strings, formats, general }: SheetContext): string {
  const type = attribute(attributes, 't');
  if (type === 'inlineStr') return inlineText(inner);
  const start = inner.startsWith('<v>') ? 3 : valueStart(inner);
  if (start < 0) return inner.includes('<is>') ? inlineText(inner) : '';
  const end = inner.indexOf('</v>', start);
  const raw = end < 0 ? inner.slice(start) : inner.slice(start, end);
  if (type === 's') return strings.get(Number(raw));
  if (type === undefined || type === 'n') {
    const style = attributes.includes(' s=') ? Number(attribute(attributes, 's')) : 0;
    return (formats[style] ?? general)(raw);
  }
  if (type === 'b') return raw === '1' ? 'TRUE' : 'FALSE';
  return decodeEscapes(decodeEntities(raw));
}

function valueStart(inner: string): number {
  const tag = inner.indexOf('<v');
  if (tag < 0) return -1;
  const close = inner.indexOf('>', tag);
  return close < 0 ? -1 : close + 1;
}

/** Text runs joined; the reading aid of East Asian text is left out. */
export function inlineText(inner: string): string {
  let text = '';
  const plain = inner.includes('<rPh') ? inner.replace(/<rPh[\s\S]*?<\/rPh>/g, '') : inner;
  for (const match of plain.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)) text += match[1] ?? '';
  return decodeEscapes(decodeEntities(text));
}

/** ST_Xstring (22.9.2.19): control characters are written _x000D_. */
function decodeEscapes(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

/** 0-based column of a cell reference such as r="AB12"; the next free one where there is none. */
export function columnIndex(attributes: string, next: number): number {
  let at = attributes.indexOf('r="');
  if (at < 0) return next;
  at += 3;
  let column = 0;
  for (let code = attributes.charCodeAt(at); code >= 65 && code <= 90; code = attributes.charCodeAt(++at))
    column = column * 26 + code - 64;
  return column > 0 ? column - 1 : next;
}

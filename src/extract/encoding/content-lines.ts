import { isUtf8 } from 'node:buffer';
import type { TextChunk } from './text-chunks.ts';

/** The value of a line that is no text: a picture, a key, a file. */
export interface ContentLine {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A longer line is given as it lies in the file. */
const LINE_LENGTH_MAX = 24 * 1024 * 1024;

const FOLD = /\r?\n[ \t]/g;
const SOFT_BREAK = /=\r?\n/g;
const QUOTED_PRINTABLE = /^[\w.-]+;[^:]*quoted-printable[^:]*:/i;
const LINE = /^([\w.-]+)((?:;[^:]*)?)(::?) ?(.*)$/s;
const BASE64_PARAMETER = /;(?:encoding=)?(?:b|base64)(?:;|$)/i;
const BASE64_ADDRESS = /^data:[^,]*;base64,/i;
const NOT_TEXT = /[\x00-\x08\x0e-\x1f]/;

/**
 * Lines of vCard (RFC 6350 3.2, and 2.1 with quoted-printable), iCalendar (RFC 5545 3.1) and LDIF (RFC 2849) as they were before
 * they were folded and their values encoded; behind each as many line ends as it had in the file. What decodes to no text goes to
 * `onFile`.
 */
export async function* contentLines(
  chunks: AsyncIterable<TextChunk>,
  onFile: (line: ContentLine) => void,
): AsyncIterable<TextChunk> {
  let rest = '';
  for await (const { utf8, last } of chunks) {
    const text = rest + utf8.toString('utf8');
    let plain = '';
    let start = 0;
    for (let end = lineEnd(text, start, last); end > 0; end = lineEnd(text, start, last)) {
      plain += readLine(text.slice(start, end), onFile);
      start = end;
    }
    rest = text.slice(start);
    if (rest.length > LINE_LENGTH_MAX) {
      plain += rest;
      rest = '';
    }
    if (plain !== '' || last) yield { utf8: Buffer.from(plain, 'utf8'), last };
  }
}

/** Where the line ends that begins at `start`, its folds included; 0 where more text must come first. */
function lineEnd(text: string, start: number, last: boolean): number {
  if (start >= text.length) return 0;
  let end = text.indexOf('\n', start);
  const isQuoted = end >= 0 && QUOTED_PRINTABLE.test(text.slice(start, Math.min(end, start + 1000)));
  while (end >= 0) {
    const next = text.charAt(end + 1);
    if (next === '' && !last) return 0;
    const isSoft = isQuoted && /=\r?$/.test(text.slice(Math.max(start, end - 2), end));
    if (next !== ' ' && next !== '\t' && !isSoft) return end + 1;
    end = text.indexOf('\n', end + 1);
  }
  return last ? text.length : 0;
}

function readLine(folded: string, onFile: (line: ContentLine) => void): string {
  const lineEnds = folded.match(/\n/g)?.length ?? 0;
  const soft = QUOTED_PRINTABLE.test(folded) ? folded.replace(SOFT_BREAK, '') : folded;
  return plainLine(soft.replace(FOLD, '').replace(/\r?\n$/, ''), onFile) + '\n'.repeat(lineEnds);
}

function plainLine(line: string, onFile: (line: ContentLine) => void): string {
  const [, name = '', parameters = '', colons, value = ''] = LINE.exec(line) ?? [];
  if (name === '') return line;
  const head = `${name}${parameters}: `;
  if (colons === '::' || BASE64_PARAMETER.test(parameters) || BASE64_ADDRESS.test(value)) {
    const bytes = Buffer.from(value.replace(BASE64_ADDRESS, ''), 'base64');
    const text = isUtf8(bytes) ? bytes.toString('utf8') : undefined;
    if (text !== undefined && !NOT_TEXT.test(text)) return head + text.replace(/\s*\n\s*/g, ' ');
    onFile({ name, bytes });
    return head;
  }
  if (QUOTED_PRINTABLE.test(line)) return head + quotedPrintable(value, parameters);
  return line.replace(/\\n/gi, ' ').replace(/\\([,;])/g, '$1');
}

function quotedPrintable(value: string, parameters: string): string {
  const bytes = Buffer.from(
    Buffer.from(value, 'utf8')
      .toString('latin1')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  const charset = /charset=([\w-]+)/i.exec(parameters)?.[1];
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes).replace(/\s*\n\s*/g, ' ');
  } catch {
    return bytes.toString('latin1');
  }
}

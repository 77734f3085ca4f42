import type { FileFacts } from './file-facts.ts';
import type { Finding } from './finding.ts';
import { maskIdentifierShapes } from './identifier-shapes.ts';
import { describePlace, type Place } from './place.ts';

/** A file with what was found in it, as far as showing its path needs it. */
interface NamedFile {
  readonly facts: Pick<FileFacts, 'path'>;
  readonly reading: { readonly findings: readonly Finding[] };
}

/**
 * Path below the share root as every report, record and the terminal show it.
 *
 * Never more of an identifier than its masked finding shows, and never more than its last four digits:
 * - a file name with a finding in it: every run of letters and digits that holds a digit becomes '#', but the last four
 *   digits of a value come back where the finding's own masked text shows the same four;
 * - anywhere in the path, whatever was found: a number written 3-2-4, nine digits that could be an SSN, and a payment card
 *   number with a right check digit keep their last four digits. Names of folders and of files that could not be opened
 *   are read by nobody else.
 *
 * Control, bidirectional and invisible characters are shown as escapes such as \u202e.
 */
export function shownPath(file: NamedFile): string {
  const cut = file.facts.path.lastIndexOf('/') + 1;
  const name = file.facts.path.slice(cut);
  const inName = file.reading.findings.filter(({ place }) => isFileName(place, []));
  return shownText(file.facts.path.slice(0, cut)) + shownName(name, inName);
}

/** Place of a finding in plain words, with the names of archive members under the same rule as file names. */
export function shownPlace(place: Place, findings: readonly Finding[]): string {
  const members = place.members.map((member, index) => {
    const outer = place.members.slice(0, index + 1);
    return shownName(
      member,
      findings.filter((finding) => isFileName(finding.place, outer)),
    );
  });
  const { sheet, column } = place;
  return describePlace({
    ...place,
    members,
    ...(sheet !== undefined && { sheet: shownText(sheet) }),
    ...(column !== undefined && { column: shownText(column) }),
  });
}

/** Any text from outside, safe to look at: one line, nothing that steers the screen, identifier shapes masked. */
export function shownText(text: string): string {
  return visible(maskIdentifierShapes(text));
}

function isFileName(place: Place, members: readonly string[]): boolean {
  return (
    place.part === 'file-name' &&
    place.members.length === members.length &&
    members.every((member, index) => member === place.members[index])
  );
}

const ENDING = /\.(?:[a-z][a-z0-9]{0,4}|7z)$/i;

function shownName(name: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return shownText(name);
  const ending = ENDING.exec(name)?.[0] ?? '';
  const lastFours = new Set(findings.flatMap(({ masked }) => /\d{4}$/.exec(masked)?.[0] ?? []));
  const hidden = name
    .slice(0, name.length - ending.length)
    .replace(/[\p{L}\p{N}]*\p{Nd}[\p{L}\p{N}]*/gu, (token) => hide(token, lastFours));
  return visible(hidden + ending);
}

function hide(token: string, lastFours: ReadonlySet<string>): string {
  const end = token.slice(-4);
  return lastFours.has(end) ? '#'.repeat(token.length - 4) + end : '#'.repeat(token.length);
}

/** Other (control, format, surrogate, private, unassigned), line and paragraph separators, and blanks that are not a space. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function visible(text: string): string {
  return text.replace(UNSEEN, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return SHORT[char] ?? (code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`);
  });
}

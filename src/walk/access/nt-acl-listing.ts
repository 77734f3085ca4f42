import { csvRows, OperatorError } from '../../model/index.ts';
import { createAclPool, isAdministrator, type ListedAcl, type ListedEntry } from './listed-acl.ts';

/** NT access lists by the path as the listing writes it. */
export interface NtListing {
  readonly acls: ReadonlyMap<string, ListedAcl>;
  readonly hasGaps: boolean;
}

interface NtEntry {
  readonly who: string;
  readonly allow: boolean;
  readonly reads: boolean;
}

const FIRST_LINE =
  /^(.*?) ((?:NT AUTHORITY|NT SERVICE|BUILTIN|[^\\\s]+)\\[^\\:]+|Everyone|CREATOR OWNER|CREATOR GROUP|OWNER RIGHTS|S-1-[\d-]+):((?:\([A-Za-z,]+\))+)\s*$/;
const ENTRY = /^(.+?):((?:\([A-Za-z,]+\))+)\s*$/;
/** Words of icacls that let read the content. */
const READING: ReadonlySet<string> = new Set(['F', 'M', 'RX', 'R', 'GR', 'GA', 'RD']);
/** Words of icacls that say how an entry is inherited, not what it lets do. */
const INHERITING: ReadonlySet<string> = new Set(['OI', 'CI', 'NP', 'IO', 'I', 'DENY', 'N']);

/**
 * The output of `icacls FOLDER /T`: https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/icacls.
 * @throws OperatorError with file and line for what is no such output.
 */
export function parseIcacls(file: string, text: string): NtListing {
  const lines = text.split(/\r?\n/);
  const entries = new Map<string, NtEntry[]>();
  let current: NtEntry[] | undefined;
  let hasGaps = false;
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const failed = /^Successfully processed \d+ files; Failed processing (\d+) files$/i.exec(line.trim());
    if (failed || /: Access is denied\.$/i.test(line)) {
      hasGaps ||= failed === null || failed[1] !== '0';
      return;
    }
    const entry = /^\s/.test(line) ? continued(line) : opened(line, lines[index + 1] ?? '');
    if (entry === undefined || (entry.path === undefined && current === undefined)) {
      const remedy = 'Write the file with icacls FOLDER /T';
      throw new OperatorError(`${file}:${index + 1}`, 'this is no line of an icacls listing', remedy);
    }
    if (entry.path !== undefined) {
      current = [];
      entries.set(entry.path, current);
    }
    if (entry.entry) current?.push(entry.entry);
  });
  return { acls: pooled(entries), hasGaps };
}

interface ReadLine {
  readonly path?: string;
  /** Absent where the entry says nothing of the object itself. */
  readonly entry?: NtEntry;
}

/** The first line holds path and entry; where further lines follow, their indent is the path's length. */
function opened(line: string, next: string): ReadLine | undefined {
  const indent = /^\s+(?=\S)/.exec(next)?.[0].length;
  if (indent !== undefined && ENTRY.test(next.trim()) && line[indent - 1] === ' ') {
    const read = continued(line.slice(indent));
    return read && { ...read, path: line.slice(0, indent - 1) };
  }
  const [, path, who, rights] = FIRST_LINE.exec(line) ?? [];
  if (path === undefined || who === undefined || rights === undefined) return undefined;
  return { path, ...entryOf(who, rights) };
}

function continued(line: string): ReadLine | undefined {
  const [, who, rights] = ENTRY.exec(line.trim()) ?? [];
  return who === undefined || rights === undefined ? undefined : entryOf(who, rights);
}

function entryOf(who: string, rights: string): { entry?: NtEntry } {
  const words: readonly string[] = rights.toUpperCase().match(/[A-Z]+/g) ?? [];
  if (words.includes('IO')) return {};
  const given = words.filter((word) => !INHERITING.has(word));
  const noAccess = words.includes('N') && given.length === 0;
  const allow = !words.includes('DENY') && !noAccess;
  return { entry: { who, allow, reads: noAccess || given.some((word) => READING.has(word)) } };
}

const COLUMNS = ['Path', 'IdentityReference', 'FileSystemRights', 'AccessControlType'] as const;

/**
 * The access entries of PowerShell's Get-Acl as CSV, one row an entry:
 * https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.security/get-acl.
 * @throws OperatorError with file and line for what is no such file.
 */
export function parseGetAcl(file: string, text: string): NtListing {
  const rows = csvRows(text);
  if ('openQuoteLine' in rows) {
    throw new OperatorError(`${file}:${rows.openQuoteLine}`, 'a quote is opened and not closed', 'Close the quote.');
  }
  const [header, ...body] = rows;
  const names = header?.cells ?? [];
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const problem = `column ${missing.join(', ')} is missing`;
    throw new OperatorError(`${file}:${header?.line ?? 1}`, problem, `Export these columns: ${COLUMNS.join(',')}`);
  }
  const entries = new Map<string, NtEntry[]>();
  for (const { line, cells } of body) {
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    const path = cell('Path').replace(/^.*FileSystem::/, '');
    const type = cell('AccessControlType');
    if (path === '' || cell('IdentityReference') === '' || !['Allow', 'Deny'].includes(type)) {
      const problem = 'a row needs Path, IdentityReference and Allow or Deny';
      throw new OperatorError(`${file}:${line}`, problem, 'Export the listing again, or mend the row.');
    }
    const list = entries.get(path) ?? [];
    entries.set(path, list);
    if (cell('PropagationFlags').includes('InheritOnly')) continue;
    list.push({
      who: cell('IdentityReference'),
      allow: type === 'Allow',
      reads: readsByName(cell('FileSystemRights')),
    });
  }
  return { acls: pooled(entries), hasGaps: false };
}

/** Names of .NET's FileSystemRights, or its number: ReadData is 1, generic read and all are the two highest of 32 bits. */
function readsByName(rights: string): boolean {
  if (/^-?\d+$/.test(rights)) return (Number(rights) & 0x90000001) !== 0;
  const names = rights.split(/,\s*/);
  return names.some((name) =>
    ['FullControl', 'Modify', 'ReadAndExecute', 'Read', 'ReadData', 'ListDirectory'].includes(name),
  );
}

/** Windows lets accounts pass through folders that they cannot read, so nobody is kept out by what lies above. */
function pooled(entries: ReadonlyMap<string, readonly NtEntry[]>): ReadonlyMap<string, ListedAcl> {
  const pool = createAclPool();
  const acls = new Map<string, ListedAcl>();
  for (const [path, list] of entries) {
    const readers: ListedEntry[] = list
      .filter(({ who, reads }) => reads && !isAdministrator(who) && !/^creator (owner|group)$/i.test(who))
      .map(({ who, allow }) => ({ who, kind: 'either', allow }));
    acls.set(path, pool({ owningGroupReads: false, owningGroupPasses: false, readers, passers: [] }));
  }
  return acls;
}

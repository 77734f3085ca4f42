import { OperatorError } from '../../model/index.ts';
import { ancestorsOf, createAclPool, type ListedAcl, type ListedEntry } from './listed-acl.ts';

/** Lists that name more than owner, group and others, by the path as the listing writes it. */
export interface PosixListing {
  /** The topmost paths that are listed; what lies below them and has no list has permission bits only. */
  readonly roots: ReadonlySet<string>;
  readonly acls: ReadonlyMap<string, ListedAcl>;
}

const ENTRY = /^(default:)?(user|group|mask|other):([^:]*):([r-][w-][xst-])/i;

/**
 * The output of `getfacl --recursive --absolute-names`: getfacl(1), https://man7.org/linux/man-pages/man1/getfacl.1.html. What has no
 * further entries is not kept: its permission bits say all.
 * @throws OperatorError with file and line for what is no such output.
 */
export function parsePosixListing(file: string, text: string): PosixListing {
  const pool = createAclPool();
  const acls = new Map<string, ListedAcl>();
  const roots = new Set<string>();
  let path: string | undefined;
  let entries: RegExpExecArray[] = [];
  const close = (): void => {
    if (path !== undefined) {
      if (!ancestorsOf(path).some((each) => roots.has(each))) roots.add(path);
      const acl = aclOf(entries);
      if (acl) acls.set(path, pool(acl));
    }
    entries = [];
  };
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.startsWith('# file: ')) {
      close();
      path = unescaped(line.slice('# file: '.length));
    } else if (line !== '' && !line.startsWith('#')) {
      const entry = ENTRY.exec(line);
      if (!entry || path === undefined) {
        const remedy = 'Write the file with getfacl --recursive --absolute-names FOLDER';
        throw new OperatorError(`${file}:${index + 1}`, 'this is no line of a getfacl listing', remedy);
      }
      if (entry[1] === undefined) entries.push(entry);
    }
  });
  close();
  return { roots, acls };
}

function aclOf(entries: readonly RegExpExecArray[]): ListedAcl | undefined {
  const named = entries.filter(([, , kind, who]) => (kind === 'user' || kind === 'group') && who !== '');
  if (named.length === 0) return undefined;
  const mask = entries.find(([, , kind]) => kind === 'mask')?.[4] ?? 'rwx';
  const owningGroup = entries.find(([, , kind, who]) => kind === 'group' && who === '')?.[4] ?? '---';
  const within = (rights: string, position: number): boolean => rights[position] !== '-' && mask[position] !== '-';
  const holding = (position: number): ListedEntry[] =>
    named
      .filter(([, , , , rights]) => within(rights ?? '---', position))
      .map(([, , kind, who]) => ({ who: unescaped(who ?? ''), kind: kind === 'user' ? 'user' : 'group', allow: true }));
  return {
    owningGroupReads: within(owningGroup, 0),
    owningGroupPasses: within(owningGroup, 2),
    readers: holding(0),
    passers: holding(2),
  };
}

/** getfacl writes odd bytes as \ooo. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes = text.replace(/[^\x00-\x7f]/g, (each) =>
    [...Buffer.from(each)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  );
  return Buffer.from(
    bytes.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    'latin1',
  ).toString('utf8');
}

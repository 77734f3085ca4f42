import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError, suggestion, systemErrorCode } from '../../model/index.ts';
import type { Share } from '../walk-types.ts';
import { type GroupMembers, groupMembers, parseGroups, primaryGroups } from './group-members.ts';
import { type AclListing, ancestorsOf, type ListedAcl } from './listed-acl.ts';
import { parseGetAcl, parseIcacls } from './nt-acl-listing.ts';
import { parsePosixListing } from './posix-acl-listing.ts';
import { parseSambaShares, type SambaShare } from './samba-shares.ts';

/** What was listed elsewhere of who can read what. */
export interface AccessLists {
  readonly groups: GroupMembers;
  /** By share name, the youngest first. */
  readonly listings: ReadonlyMap<string, readonly AclListing[]>;
  readonly sambaShares: readonly SambaShare[];
}

/** How a listing calls a folder of a share: `D:\Shares\Cases`, `/export/cases`. */
export interface ListedName {
  readonly share: string;
  /** Below the share's root; '' is the root. */
  readonly path: string;
  readonly name: string;
}

const KINDS = {
  posix: /^posix-acls[\w. -]*\.txt$/i,
  icacls: /^nt-acls[\w. -]*\.txt$/i,
  getAcl: /^nt-acls[\w. -]*\.csv$/i,
};
const GROUPS = 'groups.txt';
const SAMBA = 'samba-shares.conf';
const SYSTEM_GROUPS = '/etc/group';
const SYSTEM_ACCOUNTS = '/etc/passwd';

/** Whether a file of the registers folder is a listing of who can read what. */
export function isAccessList(name: string): boolean {
  return name === GROUPS || name === SAMBA || Object.values(KINDS).some((kind) => kind.test(name));
}

/** What the system itself tells of groups, without any listing. */
export function systemAccessLists(): AccessLists {
  return { groups: groupsOf(undefined), listings: new Map(), sambaShares: [] };
}

/**
 * Reads the access listings of a folder: POSIX lists (`posix-acls*.txt`, getfacl), NT lists (`nt-acls*.txt`, icacls; `nt-acls*.csv`,
 * Get-Acl), `groups.txt` (getent group) and `samba-shares.conf` (testparm -s).
 * @throws OperatorError with file, line and remedy; a listing that speaks of no share is refused.
 */
export function readAccessLists(folder: string, shares: readonly Share[], names: readonly ListedName[]): AccessLists {
  const files = readdirSync(folder).sort();
  refuseUnknown(folder, files);
  const sambaShares = files.includes(SAMBA) ? parseSambaShares(join(folder, SAMBA), textOf(join(folder, SAMBA))) : [];
  const listings = new Map<string, AclListing[]>();
  for (const name of files) {
    const path = join(folder, name);
    const found = KINDS.posix.test(name)
      ? posixListings(path, shares, names)
      : KINDS.icacls.test(name) || KINDS.getAcl.test(name)
        ? ntListings(path, KINDS.icacls.test(name) ? parseIcacls : parseGetAcl, placesOfNt(shares, names, sambaShares))
        : undefined;
    if (found === undefined) continue;
    if (found.size === 0) {
      const remedy = 'List the folder of a share, or name it in the column listed_as of the register of shares.';
      throw new OperatorError(path, 'speaks of no configured share', remedy);
    }
    for (const [share, listing] of found) listings.set(share, [...(listings.get(share) ?? []), listing]);
  }
  for (const list of listings.values()) list.sort((a, b) => b.madeAtMs - a.madeAtMs);
  const own = files.includes(GROUPS) ? parseGroups(join(folder, GROUPS), textOf(join(folder, GROUPS))) : undefined;
  return { groups: groupsOf(own), listings, sambaShares };
}

function groupsOf(listed: ReturnType<typeof parseGroups> | undefined): GroupMembers {
  const system = systemGroups(textIfThere(SYSTEM_GROUPS) ?? '');
  return groupMembers(system, listed, primaryGroups(textIfThere(SYSTEM_ACCOUNTS) ?? ''));
}

/** The system's own list is not the operator's to mend: rows that are none are passed over. */
function systemGroups(text: string): ReturnType<typeof parseGroups> {
  const rows = text.split('\n').filter((line) => /^[^:]+:[^:]*:\d+:[^:]*$/.test(line));
  return parseGroups(SYSTEM_GROUPS, rows.join('\n'));
}

function refuseUnknown(folder: string, files: readonly string[]): void {
  const known = ['posix-acls.txt', 'nt-acls.txt', 'nt-acls.csv', GROUPS, SAMBA];
  for (const name of files) {
    if (!/\.(txt|conf)$/i.test(name) || isAccessList(name)) continue;
    throw new OperatorError(
      join(folder, name),
      'is no listing that is known',
      `Listings: ${known.join(', ')}${suggestion(name, known)}.`,
    );
  }
}

/** A folder of a share as a listing may call it, `/` between folders. */
interface NamedPlace {
  readonly share: string;
  readonly path: string;
  readonly called: string;
}

function placesOfPosix(shares: readonly Share[], names: readonly ListedName[]): readonly NamedPlace[] {
  return [
    ...names.filter(({ name }) => name.startsWith('/')).map(({ share, path, name }) => ({ share, path, called: name })),
    ...shares.map(({ name, root }) => ({ share: name, path: '', called: root })),
  ].sort((a, b) => b.called.length - a.called.length);
}

/** NT names are compared without regard to case; of a network name the server does not count: `\\files\cases` is `//cases`. */
function placesOfNt(
  shares: readonly Share[],
  names: readonly ListedName[],
  samba: readonly SambaShare[],
): readonly NamedPlace[] {
  const byNetwork = shares.flatMap(({ name, root }) => {
    const shared = samba.filter(({ path }) => path === root).map((each) => each.name);
    return [name, ...shared].map((each) => ({ share: name, path: '', called: `//${each}`.toLowerCase() }));
  });
  const listed = names.map(({ share, path, name }) => ({ share, path: path.toLowerCase(), called: ntPath(name) }));
  return [...listed, ...byNetwork].sort((a, b) => b.called.length - a.called.length);
}

function ntPath(listed: string): string {
  const path = listed.replaceAll('\\', '/').replace(/\/+$/, '').toLowerCase();
  return path.replace(/^\/\/[^/]+\//, '//');
}

function placed(places: readonly NamedPlace[], path: string): { share: string; path: string } | undefined {
  const place = places.find(({ called }) => path === called || path.startsWith(called === '/' ? called : `${called}/`));
  if (place === undefined) return undefined;
  const below = path.slice(place.called.length).replace(/^\//, '');
  return { share: place.share, path: [place.path, below].filter((part) => part !== '').join('/') };
}

function posixListings(file: string, shares: readonly Share[], names: readonly ListedName[]): Map<string, AclListing> {
  const places = placesOfPosix(shares, names);
  const { roots, acls } = parsePosixListing(file, textOf(file));
  const madeAtMs = statSync(file).mtimeMs;
  const found = new Map<
    string,
    { kind: 'posix'; madeAtMs: number; roots: Set<string>; acls: Map<string, ListedAcl> }
  >();
  const ofShare = (share: string) => {
    const listing = found.get(share) ?? { kind: 'posix', madeAtMs, roots: new Set<string>(), acls: new Map() };
    found.set(share, listing);
    return listing;
  };
  for (const listed of roots) {
    const root = absolute(listed);
    const at = placed(places, root);
    if (at) ofShare(at.share).roots.add(at.path);
    for (const { share, path, called } of places)
      if (called.startsWith(root === '/' ? root : `${root}/`)) ofShare(share).roots.add(path);
  }
  for (const [listed, acl] of acls) {
    const at = placed(places, absolute(listed));
    if (at) ofShare(at.share).acls.set(at.path, acl);
  }
  return found;
}

/** getfacl leaves the first `/` out unless it is told not to. */
function absolute(listed: string): string {
  return listed.startsWith('/') ? listed : `/${listed}`;
}

function ntListings(file: string, parse: typeof parseIcacls, places: readonly NamedPlace[]): Map<string, AclListing> {
  const { acls, hasGaps } = parse(file, textOf(file));
  const madeAtMs = statSync(file).mtimeMs;
  const found = new Map<string, { kind: 'nt'; madeAtMs: number; hasGaps: boolean; acls: Map<string, ListedAcl> }>();
  for (const [listed, acl] of acls) {
    const at = placed(places, ntPath(listed));
    if (at === undefined) continue;
    const listing = found.get(at.share) ?? { kind: 'nt', madeAtMs, hasGaps, acls: new Map() };
    found.set(at.share, listing);
    const above = ancestorsOf(at.path)
      .slice(1)
      .find((path) => listing.acls.has(path));
    if (above === undefined || listing.acls.get(above) !== acl) listing.acls.set(at.path, acl);
  }
  return found;
}

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path);
    return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le').slice(1) : bytes.toString('utf8');
  } catch (error) {
    throw new OperatorError(
      path,
      `the listing cannot be read (${systemErrorCode(error)})`,
      'Check the file and its permissions.',
    );
  }
}

function textIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

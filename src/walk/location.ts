import picomatch from 'picomatch';
import type { Audience, LocationClass } from '../model/index.ts';
import { matcher } from './globs.ts';
import type { LocationRule, Share } from './walk-types.ts';

export interface Location {
  readonly class: LocationClass;
  /** Only where the configuration says it. */
  readonly audience?: Audience;
}

interface KnownFolder {
  readonly class: LocationClass;
  readonly name: RegExp;
  /** Also where the root lies inside such a folder; not for names that ordinary checkouts and test trees lie under. */
  readonly alsoAboveRoot?: true;
}

/** Folder names, lower case, that tell what a place is. Most serious first: the first class with a match wins. */
const KNOWN_FOLDERS: readonly KnownFolder[] = [
  { class: 'public', alsoAboveRoot: true, name: /^(wwwroot|htdocs|public_html|public|inetpub|webroot)$/ },
  {
    class: 'personal-sync',
    alsoAboveRoot: true,
    name: /^(dropbox( \(personal\))?|onedrive|onedrive - personal|google ?drive|my drive|icloud ?drive|icloud|box sync|com~apple~clouddocs)$/,
  },
  {
    class: 'recycle-bin',
    name: /^(\$recycle\.bin|recycler|recycled|\.trash|\.trash-\d+|\.trashes|#recycle|@recycle|trash)$/,
  },
  {
    class: 'scan-drop',
    name: /^(scans|scandrop|scan drop|scan to folder|scan-to-folder|scanned documents|scan inbox)$/,
  },
  { class: 'downloads', name: /^(downloads?|my downloads)$/ },
  { class: 'temporary', name: /^(te?mp|desktop|\.cache|temporary internet files|temporary items)$/ },
];

/** Where removable volumes are mounted. */
const REMOVABLE_MOUNT =
  /^\/(media|run\/media|mnt\/(usb|removable|sd|cdrom|dvd)[^/]*|volumes\/(usb|untitled|no name)[^/]*)(\/|$)/i;
const HOME_FOLDERS = /^(home|homes|users|home folders|home directories)$/;

/** Places that are none for personal data whatever else is said of them, most serious first. */
const STRICT: readonly LocationClass[] = [
  'public',
  'removable',
  'personal-sync',
  'recycle-bin',
  'scan-drop',
  'downloads',
  'temporary',
];
/** A part of a glob names a folder with so many characters of its own. */
const NAMING_CHARACTERS = 3;

/**
 * Tells a place: the configuration first, field by field, then well-known names. Answers per directory, rules per file.
 * A rule for a wider place does not make a folder known by its name less serious; one that names the folder itself does.
 */
export function createLocator(share: Share, rules: readonly LocationRule[], removableVolume: boolean) {
  const own = rules.map((rule) => compileRule(share, rule));
  const removable = removableVolume || REMOVABLE_MOUNT.test(share.root);
  const above = share.root.toLowerCase().split('/');
  const outside = KNOWN_FOLDERS.find(
    ({ alsoAboveRoot, name }) => alsoAboveRoot && above.some((each) => name.test(each)),
  )?.class;
  /** The class that folder names give; ask once per directory. */
  const classOfDirectory = (directory: string): LocationClass =>
    removable ? 'removable' : (classByNames(directory) ?? outside ?? 'unregistered');
  const locate = (path: string, byNames: LocationClass): Location => {
    if (own.length === 0) return { class: byNames };
    const matching = own.filter(({ matches }) => matches(path));
    const audience = matching.find(({ rule }) => rule.audience !== undefined)?.rule.audience;
    const stands = matching.find(
      ({ rule, namesShare, parts }) =>
        rule.class !== undefined &&
        (strictness(rule.class) >= strictness(byNames) ||
          (classByNames(folderOf(path)) === byNames ? namesFolder(parts, path, byNames) : namesShare)),
    );
    return {
      class: stands?.rule.class ?? byNames,
      ...(audience !== undefined && { audience }),
    };
  };
  return { classOfDirectory, locate };
}

interface CompiledRule {
  readonly rule: LocationRule;
  /** The parts of its glob between slashes. */
  readonly parts: readonly string[];
  readonly namesShare: boolean;
  readonly matches: (path: string) => boolean;
}

function compileRule(share: Share, rule: LocationRule): CompiledRule {
  const prefix = `${share.name}:`;
  const namesShare = rule.path.startsWith(prefix);
  const glob = (namesShare ? rule.path.slice(prefix.length) : rule.path).replace(/\/+$/, '');
  const matches = matcher([glob, `${glob}/**`], 'locations', { anyDepth: false });
  return { rule, parts: glob.split('/'), namesShare, matches };
}

/** 0 for a place that may hold personal data. */
function strictness(location: LocationClass): number {
  const rank = STRICT.indexOf(location);
  return rank < 0 ? 0 : STRICT.length - rank;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Whether a part of the glob names a folder of the path from which the class is known; `*` names none. */
function namesFolder(parts: readonly string[], path: string, byNames: LocationClass): boolean {
  const known = KNOWN_FOLDERS.find(({ class: found }) => found === byNames)?.name;
  const folders = folderOf(path)
    .split('/')
    .filter((name) => known?.test(name.toLowerCase()));
  const naming = parts.filter((part) => part.replace(/[*?]/g, '').length >= NAMING_CHARACTERS && !part.includes('!'));
  return naming.some((part) => {
    const names = picomatch(part, { dot: true });
    return folders.some((folder) => names(folder));
  });
}

function classByNames(directory: string): LocationClass | undefined {
  const names = directory.toLowerCase().split('/');
  for (const { class: found, name } of KNOWN_FOLDERS) if (names.some((each) => name.test(each))) return found;
  const home = names.findIndex((name) => HOME_FOLDERS.test(name));
  return home >= 0 && home < names.length - 1 ? 'home' : undefined;
}

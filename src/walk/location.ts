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

/** Tells a place: the configuration first, field by field, then well-known names. Answers per directory, rules per file. */
export function createLocator(share: Share, rules: readonly LocationRule[], removableVolume: boolean) {
  const own = rules.flatMap((rule) => compileRule(share, rule));
  const removable = removableVolume || REMOVABLE_MOUNT.test(share.root);
  /** The class that folder names give; ask once per directory. */
  const above = share.root.toLowerCase().split('/');
  const outside = KNOWN_FOLDERS.find(
    ({ alsoAboveRoot, name }) => alsoAboveRoot && above.some((each) => name.test(each)),
  )?.class;
  const classOfDirectory = (directory: string): LocationClass =>
    removable ? 'removable' : (classByNames(directory) ?? outside ?? 'unregistered');
  const locate = (path: string, byNames: LocationClass): Location => {
    if (own.length === 0) return { class: byNames };
    const matching = own.filter(({ matches }) => matches(path));
    const audience = matching.find(({ rule }) => rule.audience !== undefined)?.rule.audience;
    return {
      class: matching.find(({ rule }) => rule.class !== undefined)?.rule.class ?? byNames,
      ...(audience !== undefined && { audience }),
    };
  };
  return { classOfDirectory, locate };
}

function compileRule(share: Share, rule: LocationRule): { rule: LocationRule; matches: (path: string) => boolean }[] {
  const prefix = `${share.name}:`;
  const glob = (rule.path.startsWith(prefix) ? rule.path.slice(prefix.length) : rule.path).replace(/\/+$/, '');
  return [{ rule, matches: matcher([glob, `${glob}/**`], 'locations', { anyDepth: false }) }];
}

function classByNames(directory: string): LocationClass | undefined {
  const names = directory.toLowerCase().split('/');
  for (const { class: found, name } of KNOWN_FOLDERS) if (names.some((each) => name.test(each))) return found;
  const home = names.findIndex((name) => HOME_FOLDERS.test(name));
  return home >= 0 && home < names.length - 1 ? 'home' : undefined;
}

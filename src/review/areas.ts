import type { Account, FolderScope } from '../record/index.ts';

/** A local workforce area: the folders of shares that its custodians answer for. */
export interface Area {
  readonly name: string;
  readonly folders: readonly FolderScope[];
}

/** What the account may see: undefined for everything. A custodian without a known area sees nothing. */
export function foldersOf({ role, areas }: Account, known: readonly Area[]): readonly FolderScope[] | undefined {
  if (role !== 'custodian') return undefined;
  return known.filter(({ name }) => areas.includes(name)).flatMap(({ folders }) => folders);
}

/** True for every place where there are no bounds. */
export function liesIn(
  place: { readonly share: string; readonly root: string; readonly path: string },
  folders: readonly FolderScope[] | undefined,
): boolean {
  if (!folders) return true;
  return folders.some(
    ({ share, path }) =>
      share.name === place.share &&
      share.root === place.root &&
      (path === '' || place.path === path || place.path.startsWith(`${path}/`)),
  );
}

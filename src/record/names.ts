/** Where an entry stands in the catalogue: its directory and its name, with the raw bytes where the text does not round-trip. */
export interface CatalogueName {
  readonly directory: string;
  readonly rawDirectory: string;
  readonly name: string;
  readonly raw: string;
}

/** Stands for the directory itself among the names of a directory: no entry can be called so. */
export const SELF = '.';

/** Splits a path below the root. */
export function catalogueName(path: string, rawPath: string | undefined): CatalogueName {
  const cut = path.lastIndexOf('/');
  return {
    directory: cut < 0 ? '' : path.slice(0, cut),
    rawDirectory: rawPath === undefined ? '' : rawDirectoryOf(rawPath),
    name: path.slice(cut + 1),
    raw: rawPath ?? '',
  };
}

/** Puts a name back below its directory. */
export function cataloguePath(directory: string, name: string): string {
  if (name === SELF) return directory;
  return directory === '' ? name : `${directory}/${name}`;
}

function rawDirectoryOf(rawPath: string): string {
  const bytes = Buffer.from(rawPath, 'base64');
  const cut = bytes.lastIndexOf(0x2f);
  if (cut < 0) return '';
  const directory = bytes.subarray(0, cut);
  return Buffer.from(directory.toString('utf8')).equals(directory) ? '' : directory.toString('base64');
}

/**
 * Names are read as latin1, which keeps every byte, and decoded here: a name that is not UTF-8 is neither lost nor mistaken for
 * another one, and no directory has to be read twice.
 */
export interface EntryName {
  /** As shown; bytes that are not UTF-8 are U+FFFD. */
  readonly text: string;
  /** Set where `text` does not round-trip. */
  readonly bytes?: Buffer;
}

/** Decodes a name that was read with encoding latin1. */
export function entryName(latin1: string): EntryName {
  if (/^[\x00-\x7f]*$/.test(latin1)) return { text: latin1 };
  const bytes = Buffer.from(latin1, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? { text } : { text, bytes };
}

/** A place below the root: how it is shown, and what opens it. */
export interface TreePath {
  /** Below the root, '/'-separated; '' is the root. */
  readonly path: string;
  /** The path's bytes below the root, only where `path` does not round-trip. */
  readonly raw?: Buffer;
}

export function childPath(parent: TreePath, name: EntryName): TreePath {
  const path = parent.path === '' ? name.text : `${parent.path}/${name.text}`;
  if (!parent.raw && !name.bytes) return { path };
  const above = parent.raw ?? Buffer.from(parent.path);
  const below = name.bytes ?? Buffer.from(name.text);
  return { path, raw: above.length === 0 ? below : Buffer.concat([above, Buffer.from('/'), below]) };
}

/** What the system is asked with. */
export function absolutePath(root: string, { path, raw }: TreePath): string | Buffer {
  if (raw) return Buffer.concat([Buffer.from(root === '/' ? '/' : `${root}/`), raw]);
  return path === '' ? root : `${root === '/' ? '' : root}/${path}`;
}

export function rawPathOf({ raw }: TreePath): { rawPath?: string } {
  return raw ? { rawPath: raw.toString('base64') } : {};
}

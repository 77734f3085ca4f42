import type { FileFacts } from './file-facts.ts';

/** The absolute path that opens a file, as bytes where its name is not UTF-8. Pure. */
export function absolutePathOf({ root, path, rawPath }: Pick<FileFacts, 'root' | 'path' | 'rawPath'>): string | Buffer {
  const folder = root.endsWith('/') ? root : `${root}/`;
  return rawPath === undefined
    ? `${folder}${path}`
    : Buffer.concat([Buffer.from(folder), Buffer.from(rawPath, 'base64')]);
}

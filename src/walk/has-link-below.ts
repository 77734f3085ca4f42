import { lstatSync } from 'node:fs';
import { absolutePathOf, type FileFacts } from '../model/index.ts';

const SLASH = 0x2f;

/**
 * Whether a step of the file's path below the root is a symbolic link now. The walk follows none, so a file that it met lies
 * behind one only when somebody put it there since. A path that is not there has none. Looks at bytes, since names need not be UTF-8.
 */
export function hasLinkBelow(file: Pick<FileFacts, 'root' | 'path' | 'rawPath'>): boolean {
  const path = Buffer.from(absolutePathOf(file));
  const below = Buffer.byteLength(file.root) + 1;
  for (let cut = path.indexOf(SLASH, below); ; cut = path.indexOf(SLASH, cut + 1)) {
    try {
      if (lstatSync(cut < 0 ? path : path.subarray(0, cut)).isSymbolicLink()) return true;
    } catch {
      return false;
    }
    if (cut < 0) return false;
  }
}

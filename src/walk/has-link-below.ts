import { lstatSync } from 'node:fs';

/**
 * Whether a step of the path below the root is a symbolic link now. The walk follows none, so a file that it met lies behind
 * one only when somebody put it there since. A path that is not there has none.
 */
export function hasLinkBelow(root: string, path: string): boolean {
  let at = root.endsWith('/') ? root.slice(0, -1) : root;
  for (const step of path.split('/')) {
    at = `${at}/${step}`;
    try {
      if (lstatSync(at).isSymbolicLink()) return true;
    } catch {
      return false;
    }
  }
  return false;
}

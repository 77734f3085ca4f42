import { basename, resolve } from 'node:path';
import { OperatorError } from '../model/index.ts';
import type { Share } from '../walk/index.ts';
import type { Settings } from './settings.ts';

/** The shares to scan: folders of the command line, by their registered names where they have one, or all registered ones. */
export function sharesOf(paths: readonly string[], settings: Settings): readonly Share[] {
  const registered = (settings.config.shares ?? []).map(({ name, path }) => ({
    name,
    root: resolve(settings.base, path),
  }));
  if (paths.length === 0) {
    if (registered.length > 0) return registered;
    throw new OperatorError('scan', 'no share was given', 'Name a folder, or list "shares" in sharewarden.yaml');
  }
  const shares: Share[] = [];
  for (const path of paths) {
    const root = resolve(path);
    const known = registered.find((share) => share.root === root);
    shares.push(known ?? { name: freeName(basename(root) || root, shares), root });
  }
  return shares;
}

function freeName(name: string, shares: readonly Share[]): string {
  const taken = new Set(shares.map((share) => share.name));
  let candidate = name;
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${name}-${number}`;
  return candidate;
}

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type DirectoryListing, type WalkEntry, type WalkOptions, walk } from '../../src/walk/index.ts';

/** A fresh folder for each test, open to everyone, removed afterwards. */
export function freshTree(): { root: string } {
  const tree = { root: '' };
  beforeEach(() => {
    tree.root = realpathSync(mkdtempSync(join(tmpdir(), 'walk-')));
  });
  afterEach(() => {
    rmSync(tree.root, { recursive: true, force: true });
  });
  return tree;
}

export function put(root: string, ...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'x');
  }
}

export async function listings(root: string, options: WalkOptions = {}): Promise<DirectoryListing[]> {
  const all: DirectoryListing[] = [];
  for await (const listing of walk([{ name: 'office', root }], options)) all.push(listing);
  return all;
}

export async function entries(root: string, options: WalkOptions = {}): Promise<WalkEntry[]> {
  return (await listings(root, options)).flatMap((listing) => listing.entries);
}

/** Entries as words: `file a.txt`, `link x outside`. */
export async function told(root: string, options: WalkOptions = {}): Promise<string[]> {
  return (await entries(root, options)).map(tell).sort();
}

export function tell(entry: WalkEntry): string {
  switch (entry.kind) {
    case 'file':
      return `file ${entry.facts.path}`;
    case 'link':
      return `link ${entry.path} ${entry.target}`;
    case 'unreadable':
      return `unreadable ${entry.what} ${entry.path} ${entry.reason}`;
    default:
      return `${entry.kind} ${entry.path} ${entry.what}`;
  }
}

/** Permissions do not stop the superuser; then the work is done with another account's rights. */
export async function asOrdinaryAccount<T>(work: () => Promise<T>): Promise<T> {
  const isSuperuser = process.geteuid?.() === 0;
  if (isSuperuser) process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    if (isSuperuser) process.seteuid?.(0);
  }
}

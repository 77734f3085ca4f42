import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { narrower, passersOf, reachOf, readersOf } from '../../src/walk/audience.ts';
import { entries, freshTree, put } from './tree.ts';

const tree = freshTree();

/** Temp folders may themselves be closed; everything below is seen against what they let through. */
async function audiences(options: Parameters<typeof entries>[1] = {}): Promise<Record<string, string>> {
  const found = await entries(join(tree.root, 's'), options);
  return Object.fromEntries(
    found.flatMap((entry) => (entry.kind === 'file' ? [[entry.facts.path, entry.facts.audience]] : [])),
  );
}

describe('permission bits', () => {
  it.each([
    [0o644, 'everyone'],
    [0o604, 'everyone'],
    [0o640, 'team'],
    [0o620, 'owner'],
    [0o600, 'owner'],
    [0o000, 'owner'],
    [0o711, 'owner'],
  ])('reading mode %o is for %s', (mode, audience) => {
    expect(readersOf(mode)).toBe(audience);
  });

  it.each([
    [0o755, 'everyone'],
    [0o711, 'everyone'],
    [0o750, 'team'],
    [0o744, 'owner'],
    [0o700, 'owner'],
  ])('passing mode %o is for %s', (mode, audience) => {
    expect(passersOf(mode)).toBe(audience);
  });

  it('never takes unknown for narrow', () => {
    expect(narrower('unknown', 'owner')).toBe('unknown');
    expect(narrower('owner', 'unknown')).toBe('unknown');
    expect(narrower('team', 'everyone')).toBe('team');
  });
});

describe('what lies above', () => {
  it('closes a readable file below a closed folder', async () => {
    put(tree.root, 's/open/a.txt', 's/team/deep/b.txt', 's/closed/deep/c.txt', 's/open/d.txt');
    for (const path of ['open/a.txt', 'team/deep/b.txt', 'closed/deep/c.txt'])
      chmodSync(join(tree.root, 's', path), 0o644);
    chmodSync(join(tree.root, 's/open/d.txt'), 0o640);
    chmodSync(tree.root, 0o755);
    chmodSync(join(tree.root, 's/team'), 0o750);
    chmodSync(join(tree.root, 's/closed'), 0o700);
    const outside = await reachOf(tree.root);
    expect(await audiences()).toEqual({
      'open/a.txt': outside,
      'open/d.txt': narrower(outside, 'team'),
      'team/deep/b.txt': narrower(outside, 'team'),
      'closed/deep/c.txt': 'owner',
    });
  });

  it('counts the folders above the root', async () => {
    put(tree.root, 's/a.txt');
    chmodSync(join(tree.root, 's/a.txt'), 0o644);
    chmodSync(join(tree.root, 's'), 0o755);
    chmodSync(tree.root, 0o700);
    expect(await audiences()).toEqual({ 'a.txt': 'owner' });
  });

  it('ends at the top of the tree', async () => {
    expect(await reachOf('/')).toBe('everyone');
  });
});

describe('configuration', () => {
  it('wins over bits, field by field, first rule first', async () => {
    put(tree.root, 's/hr/a.txt', 's/hr/medical/b.txt', 's/web/c.txt', 's/hr/d.pdf');
    chmodSync(tree.root, 0o700);
    const locations = [
      { path: 'hr/medical', class: 'medical-store' },
      { path: 'hr/*.pdf', audience: 'everyone' },
      { path: 'other:hr/**', audience: 'public' },
      { path: 'office:hr/**', class: 'approved', audience: 'team' },
      { path: 'web/**', class: 'public' },
    ] as const;
    expect(await audiences({ locations })).toEqual({
      'hr/a.txt': 'team',
      'hr/medical/b.txt': 'team',
      'hr/d.pdf': 'everyone',
      'web/c.txt': 'public',
    });
    const found = await entries(join(tree.root, 's'), { locations });
    const classes = found.map((entry) => entry.kind === 'file' && [entry.facts.path, entry.facts.location]);
    expect(Object.fromEntries(classes.filter((each) => each !== false))).toEqual({
      'hr/a.txt': 'approved',
      'hr/medical/b.txt': 'medical-store',
      'hr/d.pdf': 'approved',
      'web/c.txt': 'public',
    });
  });
});

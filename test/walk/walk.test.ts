import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/model/index.ts';
import { checkShares, type DirectoryListing, walk } from '../../src/walk/index.ts';
import { asOrdinaryAccount, entries, freshTree, listings, put, tell, told } from './tree.ts';

const tree = freshTree();

describe('listings', () => {
  it('goes depth first and ends every directory once', async () => {
    put(tree.root, 'a.txt', 'b/one.txt', 'b/deep/two.txt', 'c/three.txt');
    mkdirSync(join(tree.root, 'empty'));
    const all = await listings(tree.root);
    expect(all.map(({ directory, last }) => [directory, last])).toEqual([
      ['', true],
      ['b', true],
      ['b/deep', true],
      ['c', true],
      ['empty', true],
    ]);
    expect(all.flatMap((listing) => listing.entries).map(tell)).toEqual([
      'file a.txt',
      'file b/one.txt',
      'file b/deep/two.txt',
      'file c/three.txt',
    ]);
    expect(all.every(({ share, root }) => share === 'office' && root === tree.root)).toBe(true);
  });

  it('cuts a big directory into slices of at most 1,000 and loses none', async () => {
    put(tree.root, ...Array.from({ length: 2_345 }, (_, i) => `big/${i}.txt`));
    const big = (await listings(tree.root)).filter(({ directory }) => directory === 'big');
    expect(big.map((listing) => listing.entries.length).reduce((a, b) => a + b)).toBe(2_345);
    expect(Math.max(...big.map((listing) => listing.entries.length))).toBeLessThanOrEqual(1_000);
    expect(big.map(({ last }) => last)).toEqual([false, false, true]);
  });

  it('gives the facts of a file', async () => {
    writeFileSync(join(tree.root, 'a.txt'), 'hello', { mode: 0o640 });
    const [entry] = await entries(tree.root);
    expect(entry).toMatchObject({
      kind: 'file',
      facts: { share: 'office', root: tree.root, path: 'a.txt', sizeBytes: 5, mode: 0o640, location: 'unregistered' },
    });
    const facts = entry?.kind === 'file' ? entry.facts : undefined;
    expect(facts?.inode).toMatch(/^\d+$/);
    expect(Math.abs((facts?.modifiedAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(facts?.owner).toBe(execFileSync('id', ['-un'], { encoding: 'utf8' }).trim());
    expect(facts).not.toHaveProperty('rawPath');
  });

  it('walks several shares in the order given', async () => {
    put(tree.root, 'x/a.txt', 'y/b.txt');
    const all: DirectoryListing[] = [];
    for await (const listing of walk(
      [
        { name: 'why', root: join(tree.root, 'y') },
        { name: 'ex', root: join(tree.root, 'x') },
      ],
      {},
    ))
      all.push(listing);
    expect(all.map(({ share, entries: [entry] }) => [share, entry && tell(entry)])).toEqual([
      ['why', 'file b.txt'],
      ['ex', 'file a.txt'],
    ]);
  });
});

describe('what is not a file', () => {
  it('tells links apart and follows none', async () => {
    put(tree.root, 'share/in/a.txt', 'elsewhere/secret.txt');
    const share = join(tree.root, 'share');
    symlinkSync('in', join(share, 'to-inside'));
    symlinkSync('../elsewhere', join(share, 'to-outside'));
    symlinkSync('nowhere', join(share, 'to-nothing'));
    symlinkSync('.', join(share, 'in', 'loop'));
    symlinkSync('to-itself', join(share, 'to-itself'));
    symlinkSync(`${share}-other`, join(share, 'sibling'));
    put(tree.root, 'share-other/b.txt');
    expect(await told(share)).toEqual([
      'file in/a.txt',
      'link in/loop inside',
      'link sibling outside',
      'link to-inside inside',
      'link to-itself broken',
      'link to-nothing broken',
      'link to-outside outside',
    ]);
  });

  it('names pipes and sockets', async () => {
    execFileSync('env', ['mkfifo', join(tree.root, 'pipe')]);
    const server = createServer().listen(join(tree.root, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await told(tree.root)).toEqual(['special pipe fifo', 'special socket socket']);
    server.close();
  });

  it('counts a second hard link as a file of its own', async () => {
    put(tree.root, 'a.txt');
    linkSync(join(tree.root, 'a.txt'), join(tree.root, 'b.txt'));
    expect(await told(tree.root)).toEqual(['file a.txt', 'file b.txt']);
  });

  it('says that a folder may not be listed and goes on', async () => {
    put(tree.root, 'closed/a.txt', 'open/b.txt', 'blind/c.txt');
    chmodSync(tree.root, 0o755);
    chmodSync(join(tree.root, 'closed'), 0o300);
    chmodSync(join(tree.root, 'blind'), 0o744);
    if (process.getuid?.() !== 0) chmodSync(join(tree.root, 'blind'), 0o400);
    const found = await asOrdinaryAccount(() => told(tree.root));
    chmodSync(join(tree.root, 'closed'), 0o700);
    chmodSync(join(tree.root, 'blind'), 0o700);
    expect(found).toEqual([
      'file open/b.txt',
      'unreadable directory closed denied',
      'unreadable file blind/c.txt denied',
    ]);
  });

  it('gives an unreadable folder a listing of its own', async () => {
    put(tree.root, 'closed/a.txt');
    chmodSync(tree.root, 0o755);
    chmodSync(join(tree.root, 'closed'), 0o000);
    const all = await asOrdinaryAccount(() => listings(tree.root));
    chmodSync(join(tree.root, 'closed'), 0o700);
    expect(all.map(({ directory, entries: found, last }) => [directory, found.map(tell), last])).toEqual([
      ['', [], true],
      ['closed', ['unreadable directory closed denied'], true],
    ]);
  });

  it('lists a path longer than the system can open as unread', async () => {
    const before = process.cwd();
    process.chdir(tree.root);
    for (let depth = 0; depth < 17; depth += 1) {
      mkdirSync('d'.repeat(250));
      process.chdir('d'.repeat(250));
    }
    process.chdir(before);
    const found = await told(tree.root);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^unreadable (file|directory) d.* too-deep$/);
    execFileSync('rm', ['-r', tree.root]);
  });
});

describe('odd names', () => {
  it('keeps names that are not UTF-8 apart and openable', async () => {
    const bytes = [Buffer.from('caf\xe9.txt', 'latin1'), Buffer.from('caf\xe8.txt', 'latin1')];
    for (const name of bytes) writeFileSync(Buffer.concat([Buffer.from(`${tree.root}/`), name]), 'x');
    const folder = Buffer.concat([Buffer.from(`${tree.root}/`), Buffer.from('a\xff', 'latin1')]);
    mkdirSync(folder);
    writeFileSync(Buffer.concat([folder, Buffer.from('/plain.txt')]), 'x');
    const all = await listings(tree.root);
    const facts = all
      .flatMap((listing) => listing.entries)
      .flatMap((entry) => (entry.kind === 'file' ? [entry.facts] : []));
    expect(facts.map(({ path }) => path).sort()).toEqual(['a�/plain.txt', 'caf�.txt', 'caf�.txt']);
    expect(facts.map(({ rawPath }) => Buffer.from(rawPath ?? '', 'base64').toString('latin1')).sort()).toEqual([
      'a\xff/plain.txt',
      'caf\xe8.txt',
      'caf\xe9.txt',
    ]);
    expect(all.map(({ rawDirectory }) => rawDirectory)).toEqual([
      undefined,
      Buffer.from('a\xff', 'latin1').toString('base64'),
    ]);
  });

  it('takes line ends, spaces and other scripts as they come', async () => {
    const names = ['two\nlines.txt', ' lead', 'trail ', 'año.txt', '給与.csv', '-rf', '*', 'a\\b', 'caf\u{65}\u{301}'];
    put(tree.root, ...names);
    const found = await entries(tree.root);
    expect(found.map((entry) => entry.kind === 'file' && entry.facts.path).sort()).toEqual([...names].sort());
    expect(found.every((entry) => entry.kind === 'file' && entry.facts.rawPath === undefined)).toBe(true);
  });
});

describe('what is passed over', () => {
  it('tells every excluded entry and enters no excluded folder', async () => {
    put(
      tree.root,
      'a.txt',
      'a.iso',
      'deep/b.iso',
      'node_modules/x/y.js',
      'deep/node_modules/z.js',
      'old/2019/c.txt',
      'old/2020/c.txt',
    );
    expect(await told(tree.root, { exclude: ['*.iso', 'node_modules/', 'old/2019'] })).toEqual([
      'excluded a.iso file',
      'excluded deep/b.iso file',
      'excluded deep/node_modules directory',
      'excluded node_modules directory',
      'excluded old/2019 directory',
      'file a.txt',
      'file old/2020/c.txt',
    ]);
  });

  it('includes only what is asked for, and says what is not', async () => {
    put(tree.root, 'a.txt', 'hr/b.csv', 'hr/.c.csv', 'hr/d.txt');
    expect(await told(tree.root, { include: ['*.csv'] })).toEqual([
      'excluded a.txt file',
      'excluded hr/d.txt file',
      'file hr/.c.csv',
      'file hr/b.csv',
    ]);
    expect(await told(tree.root, { include: ['hr/**'], exclude: ['*.csv'] })).toEqual([
      'excluded a.txt file',
      'excluded hr/.c.csv file',
      'excluded hr/b.csv file',
      'file hr/d.txt',
    ]);
  });

  it('passes over the own state folder, also through a link', async () => {
    put(tree.root, 'share/state/record.db', 'share/a.txt');
    symlinkSync(join(tree.root, 'share'), join(tree.root, 'alias'));
    expect(await told(join(tree.root, 'share'), { skip: [join(tree.root, 'alias', 'state')] })).toEqual([
      'excluded state directory',
      'file a.txt',
    ]);
  });

  it.each(['', '[a'])('refuses the glob "%s"', async (glob) => {
    await expect(told(tree.root, { exclude: [glob] })).rejects.toThrow(OperatorError);
  });
});

describe('roots', () => {
  it.each([
    ['missing', 'no such folder'],
    ['file.txt', 'not a folder'],
  ])('refuses a root that is %s', async (name, problem) => {
    put(tree.root, 'file.txt');
    const root = join(tree.root, name);
    await expect(told(root)).rejects.toThrow(problem);
    await expect(checkShares([{ name: 'x', root }])).rejects.toMatchObject({ name: 'OperatorError', thing: root });
  });

  it('refuses a root that may not be listed', async () => {
    put(tree.root, 'closed/a.txt');
    chmodSync(tree.root, 0o755);
    chmodSync(join(tree.root, 'closed'), 0o000);
    const refused = asOrdinaryAccount(() => told(join(tree.root, 'closed')));
    await expect(refused).rejects.toThrow('may not list');
    chmodSync(join(tree.root, 'closed'), 0o700);
  });

  it('refuses a root given twice, also by a link, and one inside another, before anything is listed', async () => {
    put(tree.root, 'a/b/c.txt');
    const [a, b] = [join(tree.root, 'a'), join(tree.root, 'a', 'b')];
    symlinkSync(a, join(tree.root, 'alias'));
    const share = (root: string) => ({ name: root, root });
    await expect(checkShares([share(a), share(join(tree.root, 'alias'))])).rejects.toThrow('twice');
    await expect(checkShares([share(b), share(a)])).rejects.toThrow('inside');
    await expect(checkShares([share(a)], { skip: [tree.root] })).rejects.toThrow('state folder');
    await expect(checkShares([share(a)])).resolves.toBeUndefined();
  });

  it('walks a root that is itself a link', async () => {
    put(tree.root, 'real/a.txt');
    symlinkSync('real', join(tree.root, 'alias'));
    expect(await told(join(tree.root, 'alias'))).toEqual(['file a.txt']);
  });

  it('says that the root went away, and what it could not list', async () => {
    put(tree.root, 'share/a/1.txt', 'share/b/2.txt');
    const root = join(tree.root, 'share');
    const found: string[] = [];
    for await (const listing of walk([{ name: 'office', root }], {})) {
      if (listing.directory === 'a') renameSync(root, join(tree.root, 'moved'));
      found.push(...listing.entries.map(tell));
    }
    expect(found).toEqual(['file a/1.txt', 'unreadable directory b vanished', 'unreadable directory  vanished']);
  });

  it('tells a file that went away while its folder was listed', async () => {
    put(tree.root, 'a/1.txt', 'b/2.txt');
    const found: string[] = [];
    for await (const listing of walk([{ name: 'office', root: tree.root }], {})) {
      if (listing.directory === 'a') rmSync(join(tree.root, 'b'), { recursive: true });
      found.push(...listing.entries.map(tell));
    }
    expect(found).toEqual(['file a/1.txt', 'unreadable directory b vanished']);
  });
});

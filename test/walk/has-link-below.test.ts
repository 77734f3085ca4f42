import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasLinkBelow } from '../../src/walk/index.ts';

let base: string;
let root: string;
/** A folder whose name is not UTF-8. */
const ODD = Buffer.from([0x66, 0xe9, 0x65]);

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'links-'));
  root = join(base, 'share');
  mkdirSync(join(root, 'in', 'deep'), { recursive: true });
  writeFileSync(join(root, 'in', 'deep', 'pay.txt'), 'x');
});

afterEach(() => rmSync(base, { recursive: true }));

function oddFile() {
  const folder = Buffer.concat([Buffer.from(`${root}/`), ODD]);
  return {
    folder,
    file: { root, path: 'f\uFFFDe/pay.txt', rawPath: Buffer.concat([ODD, Buffer.from('/pay.txt')]).toString('base64') },
  };
}

describe('a link that was put into the path of a file since', () => {
  it('is seen at every step, and only below the root', () => {
    const file = { root, path: 'in/deep/pay.txt' };
    expect(hasLinkBelow(file)).toBe(false);
    symlinkSync(root, join(base, 'alias'));
    expect(hasLinkBelow({ ...file, root: join(base, 'alias') })).toBe(false);
    renameSync(join(root, 'in'), join(base, 'elsewhere'));
    symlinkSync(join(base, 'elsewhere'), join(root, 'in'));
    expect(hasLinkBelow(file)).toBe(true);
    symlinkSync('in', join(root, 'pay.txt'));
    expect(hasLinkBelow({ root, path: 'pay.txt' })).toBe(true);
    expect(hasLinkBelow({ root, path: 'nowhere/pay.txt' })).toBe(false);
  });

  it('is seen where a name is not UTF-8', () => {
    const { folder, file } = oddFile();
    mkdirSync(folder);
    writeFileSync(Buffer.concat([folder, Buffer.from('/pay.txt')]), 'x');
    expect(hasLinkBelow(file)).toBe(false);
    rmSync(folder, { recursive: true });
    symlinkSync(join(root, 'in'), folder);
    expect(hasLinkBelow(file)).toBe(true);
  });
});

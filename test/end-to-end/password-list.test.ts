import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { passwordList } from '../../src/cli/password-list.ts';
import type { Settings } from '../../src/cli/settings.ts';
import { OperatorError } from '../../src/model/index.ts';
import { temporaryFolders } from './run-cli.ts';

const folder = temporaryFolders();

function listed(text: string, mode = 0o600): readonly string[] {
  const base = folder('passwords');
  const path = join(base, 'list.txt');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return passwordList({ config: { passwords: 'list.txt' }, base } as Settings);
}

it('gives each line once, spaces kept', () => {
  expect(listed('\ufeffone\r\n two \n\none\n')).toEqual(['one', ' two ']);
  expect(passwordList({ config: {}, base: '/' } as Settings)).toEqual([]);
});

it.each([0o640, 0o604, 0o666])('is refused with mode %o: others could read or change it', (mode) => {
  expect(() => listed('one\n', mode)).toThrow(OperatorError);
  expect(() => listed('one\n', mode)).toThrow(/chmod 600/);
});

it('is refused as a dictionary, and where it is not there, without naming a password', () => {
  const many = Array.from({ length: 300 }, (_, index) => `secret${index}`).join('\n');
  expect(() => listed(many)).toThrow(/names 300 passwords/);
  expect(() => passwordList({ config: { passwords: 'none.txt' }, base: folder('passwords') } as Settings)).toThrow(
    /cannot be read \(ENOENT\)/,
  );
});

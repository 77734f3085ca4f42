import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/model/index.ts';
import { FINGERPRINT_KEY_FILE, fingerprintKey } from '../../src/record/index.ts';

let stateDirectory: string;
const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7));

beforeEach(() => {
  stateDirectory = mkdtempSync(join(tmpdir(), 'key-'));
});

afterEach(() => {
  rmSync(stateDirectory, { recursive: true });
});

function keyFile(content: string | Buffer, mode = 0o600): string {
  const path = join(stateDirectory, 'own.key');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe('fingerprintKey', () => {
  it('makes a key once, readable by its owner only, with nothing left beside it', () => {
    const folder = join(stateDirectory, 'deep', 'state');
    const made = fingerprintKey({ stateDirectory: folder });
    expect(made).toHaveLength(32);
    expect(fingerprintKey({ stateDirectory: folder })).toEqual(made);
    expect(fingerprintKey({ stateDirectory })).not.toEqual(made);
    expect(statSync(join(folder, FINGERPRINT_KEY_FILE)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([FINGERPRINT_KEY_FILE]);
  });

  it.each([
    ['hex', key.toString('hex')],
    ['upper case hex', key.toString('hex').toUpperCase()],
    ['base64', key.toString('base64')],
    ['base64url', key.toString('base64url')],
    ['a line end', `${key.toString('hex')}\n`],
  ])('takes %s from the environment and from a file', (_, text) => {
    expect(fingerprintKey({ stateDirectory, environmentValue: text })).toEqual(new Uint8Array(key));
    expect(fingerprintKey({ stateDirectory, keyFile: keyFile(text) })).toEqual(new Uint8Array(key));
    expect(readdirSync(stateDirectory)).toEqual(['own.key']);
  });

  it('takes raw bytes from a file', () => {
    expect(fingerprintKey({ stateDirectory, keyFile: keyFile(key) })).toEqual(new Uint8Array(key));
  });

  it.each([0o640, 0o604, 0o644, 0o620])('refuses a file of mode %o and says how to close it', (mode) => {
    const path = keyFile(key, mode);
    expect(() => fingerprintKey({ stateDirectory, keyFile: path })).toThrow(`chmod 600 ${path}`);
  });

  it('refuses its own key file once others can read it', () => {
    fingerprintKey({ stateDirectory });
    chmodSync(join(stateDirectory, FINGERPRINT_KEY_FILE), 0o644);
    expect(() => fingerprintKey({ stateDirectory })).toThrow(OperatorError);
  });

  it.each(['', 'short', 'x'.repeat(64), key.subarray(1).toString('hex'), Buffer.concat([key, key]).toString('base64')])(
    'refuses "%s" without repeating it',
    (text) => {
      for (const source of [{ environmentValue: text }, { keyFile: keyFile(text) }]) {
        const attempt = () => fingerprintKey({ stateDirectory, ...source });
        expect(attempt).toThrow('not a key of 32 bytes');
        if (text.length > 5) expect(attempt).not.toThrow(text);
      }
    },
  );

  it('refuses a key file that is not there, and makes none', () => {
    const path = join(stateDirectory, 'missing.key');
    expect(() => fingerprintKey({ stateDirectory, keyFile: path })).toThrow('does not exist');
    expect(readdirSync(stateDirectory)).toEqual([]);
  });
});

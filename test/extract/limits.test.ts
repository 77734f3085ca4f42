import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { reasonOf } from '../../src/extract/file-source.ts';
import { DEFAULT_LIMITS, openForReading } from '../../src/extract/index.ts';
import { createBudget } from '../../src/extract/limits.ts';
import { createPasswords } from '../../src/extract/passwords.ts';
import { readSource } from '../../src/extract/read-source.ts';
import type { UnreadPart } from '../../src/model/index.ts';
import { docxOf, paragraph } from './office-samples.ts';
import { CONTENT_KEY, everythingOf, readPath, readSample, textOf } from './read-sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'extract-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is told of a file whose reading fails with this error. */
async function unreadOf(error: Error): Promise<UnreadPart[]> {
  const fails = () => Promise.reject(error);
  const source = {
    name: 'a.txt',
    sizeBytes: 9,
    head: fails,
    random: fails,
    chunks: () => [] as unknown as AsyncIterable<Buffer>,
  };
  const budget = createBudget(DEFAULT_LIMITS, 9);
  const state = { budget, passwords: createPasswords([], 1000), tables: 0, format: undefined };
  const unread: UnreadPart[] = [];
  for await (const part of readSource(source, { members: [] }, state)) if (part.kind === 'unread') unread.push(part);
  return unread;
}

function nested(levels: number, text: string): Uint8Array {
  let bytes = zipSync({ 'note.txt': strToU8(text) });
  for (let level = 1; level < levels; level += 1) bytes = zipSync({ [`level${level}.zip`]: bytes });
  return bytes;
}

describe('budgets', () => {
  it('reads what lies within the depth and tells what lies deeper', async () => {
    expect(textOf(await readSample('four.zip', nested(4, 'deep words')))).toContain('deep words');
    const deep = await readSample('many.zip', nested(40, 'deep words'));
    expect(deep.unread).toMatchObject([{ reason: 'too-deep' }]);
  });

  it('stops after the allowed members, once, and keeps what was read', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`${index}.txt`, strToU8(`words ${index}`)]),
    );
    const sample = await readSample('many.zip', zipSync(files), { ...DEFAULT_LIMITS, members: 10 });
    expect(textOf(sample)).toContain('words 9');
    expect(textOf(sample)).not.toContain('words 11');
    expect(sample.unread).toMatchObject([{ reason: 'too-many-members', place: { members: [] } }]);
  });

  it('cuts off a member that gives far more than it holds, and reads the next one', async () => {
    const bomb = Buffer.alloc(80 * 1024 * 1024, 'words words words\n');
    const bytes = zipSync({ 'bomb.txt': bomb, 'after.txt': strToU8('after the bomb') });
    const sample = await readSample('bomb.zip', bytes, { ...DEFAULT_LIMITS, ratio: 100 });
    expect(sample.unread).toMatchObject([{ reason: 'too-big', place: { members: ['bomb.txt'] } }]);
    expect(textOf(sample)).toContain('after the bomb');
  });

  it('stops everything when the bytes for all are used up', async () => {
    const bytes = gzipSync(Buffer.alloc(4 * 1024 * 1024, 'some words\n'));
    const sample = await readSample('log.gz', bytes, { ...DEFAULT_LIMITS, bytesOut: 1024 * 1024 });
    expect(sample.unread).toMatchObject([{ reason: 'too-big' }]);
    expect(textOf(sample).length).toBeGreaterThan(0);
  });

  it('stops when the time is used up', async () => {
    const sample = await readSample('note.txt', 'some words', { ...DEFAULT_LIMITS, timeoutMs: -10_000 });
    expect(sample.unread).toMatchObject([{ reason: 'too-slow' }]);
  });
});

describe('hostile archives', () => {
  it('never uses a name as a path', async () => {
    const sample = await readSample('slip.zip', zipSync({ '../../../../tmp/slipped.txt': strToU8('words') }));
    expect(sample.texts.at(-1)).toMatchObject({ place: { members: ['../../../../tmp/slipped.txt'] }, text: 'words' });
  });

  it('reads bytes that several members share only once', async () => {
    const bytes = Buffer.from(zipSync({ 'a.txt': strToU8('shared words'), 'b.txt': strToU8('shared words') }));
    // Both entries of the directory point to the first member.
    const second = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(0, second + 42);
    const sample = await readSample('overlap.zip', bytes);
    expect(textOf(sample)).toBe('shared words');
    expect(sample.unread).toMatchObject([{ reason: 'damaged', place: { members: ['b.txt'] } }]);
  });

  it('does not believe a size that is too small', async () => {
    const bytes = Buffer.from(zipSync({ 'a.txt': strToU8(`${'x'.repeat(5000)} the end`) }));
    const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(10, entry + 24);
    expect(textOf(await readSample('lie.zip', bytes))).toContain('the end');
  });

  it('reads what is left of an archive without its directory', async () => {
    const bytes = zipSync({ 'a.txt': strToU8('first words'), 'b.txt': strToU8('second words') });
    const cut = Buffer.from(bytes).subarray(0, Buffer.from(bytes).indexOf(Buffer.from([0x50, 0x4b, 1, 2])));
    const sample = await readSample('cut.zip', cut);
    expect(textOf(sample)).toBe('first wordssecond words');
    expect(sample.unread).toMatchObject([{ reason: 'damaged' }]);
  });

  it('tells that a document was cut off, also where its text could be saved', async () => {
    const bytes = docxOf(paragraph('saved words'));
    const sample = await readSample('cut.docx', bytes.subarray(0, bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))));
    expect(sample).toMatchObject({ format: 'docx', unread: [{ reason: 'damaged' }] });
    expect(textOf(sample)).toContain('saved words');
  });

  it.each([
    [0x1, undefined, 'ZipCrypto'],
    [0x1, 3, 'AES-256'],
    [0x1, 1, 'AES-128'],
  ])('names the encryption of a member', async (flag, strength, method) => {
    const bytes = Buffer.from(
      zipSync({
        'a.txt': [
          strToU8('words'),
          strength === undefined ? {} : { extra: { 39169: new Uint8Array([2, 0, 0x41, 0x45, strength, 8, 0]) } },
        ],
      }),
    );
    const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt16LE(flag, entry + 8);
    const sample = await readSample('locked.zip', bytes);
    expect(sample.unread).toMatchObject([{ reason: 'encrypted', encryption: method, place: { members: ['a.txt'] } }]);
    expect(textOf(sample)).toBe('');
  });

  it('shows no long number of a member name in a place, and gives the whole name to be read', async () => {
    const sample = await readSample('a.zip', zipSync({ 'Rosa 212-44-1234.txt': strToU8('words') }));
    expect(sample.texts.map(({ text }) => text)).toContain('Rosa 212-44-1234.txt');
    expect(JSON.stringify(sample.texts.map(({ place }) => place))).not.toContain('212-44-1234');
  });
});

describe('hostile markup', () => {
  it('opens nothing that an entity names', async () => {
    const secret = join(folder, 'secret.txt');
    writeFileSync(secret, 'the secret words');
    const sample = await readSample(
      'x.xml',
      `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file://${secret}">]><r><a>&x;</a><b>2</b></r>`,
    );
    expect(everythingOf(sample)).not.toContain('the secret words');
    expect(everythingOf(sample)).toContain('&x;');
  });

  it('expands no entity of the document', async () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(1000)}">]><r>${'&b;'.repeat(1000)}</r>`;
    expect(everythingOf(await readSample('laughs.xml', laughs)).length).toBeLessThan(20_000);
  });

  it.each([
    ['deep.json', `${'['.repeat(200_000)}"words"${']'.repeat(200_000)}`],
    ['deep.json', `${'{"a":'.repeat(100_000)}"words"${'}'.repeat(100_000)}`],
    ['deep.xml', `<r>${'<a>'.repeat(100_000)}words${'</a>'.repeat(100_000)}</r>`],
    ['deep.html', `<html>${'<div>'.repeat(100_000)}words${'</p>'.repeat(100_000)}`],
    ['deep.rtf', `{\\rtf1 ${'{'.repeat(100_000)}words${'}'.repeat(100_000)}}`],
    ['deep.docx', docxOf(`${'<w:tbl><w:tr><w:tc>'.repeat(20_000)}${paragraph('words')}`)],
    ['broken.xml', '<?xml version="1.0"?><list><a>one</a><b>two</c> words <'],
  ])('survives %s', async (name, content) => {
    expect(everythingOf(await readSample(name, content))).toContain('words');
  });
});

describe('files that cannot be read as they stand', () => {
  it('an empty one is read to its end', async () => {
    const sample = await readSample('empty.docx', '');
    expect(sample).toMatchObject({ format: 'empty', unread: [], bytesRead: 0 });
    expect(sample.contentDigest).toBe(createHmac('sha256', CONTENT_KEY).update('').digest('hex'));
  });

  it('a link is not followed, a FIFO is not waited for, a missing one has vanished', async () => {
    const target = join(folder, 'target.txt');
    const link = join(folder, 'link.txt');
    const fifo = join(folder, 'fifo');
    writeFileSync(target, 'words');
    symlinkSync(target, link);
    execFileSync('mkfifo', [fifo]);
    expect((await readPath(link, 'link.txt')).unread).toMatchObject([{ reason: 'not-a-regular-file' }]);
    expect((await readPath(fifo, 'fifo')).unread).toMatchObject([{ reason: 'not-a-regular-file' }]);
    expect((await readPath('/dev/zero', 'zero')).unread).toMatchObject([{ reason: 'not-a-regular-file' }]);
    expect((await readPath(join(folder, 'none'), 'none')).unread).toMatchObject([{ reason: 'vanished' }]);
    expect((await readPath(folder, 'folder')).unread).toMatchObject([{ reason: 'not-a-regular-file' }]);
  });

  it.each([
    ['EACCES', 'denied'],
    ['EPERM', 'denied'],
    ['ENOENT', 'vanished'],
    ['ELOOP', 'not-a-regular-file'],
    ['EIO', 'input-output-error', /share failed/],
    ['ENOTCONN', 'input-output-error', /not connected/],
    ['ETIMEDOUT', 'input-output-error', /did not answer in time/],
    ['EHOSTDOWN', 'input-output-error', /server .* is down/],
    ['EBUSY', 'input-output-error', /another program holds it/],
    ['ESTALE', 'vanished', /no longer knows it/],
    ['ENAMETOOLONG', 'too-deep', /path is longer/],
    ['EOVERFLOW', 'too-big', /bigger than the system can open/],
    ['EWHATEVER', 'input-output-error', /^EWHATEVER$/],
  ])('%s means %s, at the opening and in the middle of reading', async (code, reason, says = /^E[A-Z]+$/) => {
    const error = Object.assign(new Error('a message that may quote'), { code, syscall: 'read' });
    expect(reasonOf(error)).toEqual({ reason, detail: expect.stringMatching(says) });
    expect(await unreadOf(error)).toMatchObject([{ reason, detail: expect.stringMatching(says) }]);
  });

  it('what a library lacks of its own is no fault of the file', async () => {
    const error = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' });
    expect(await unreadOf(error)).toMatchObject([{ reason: 'reader-crashed' }]);
  });

  it('one that grows while it is read is told, and has no hash', async () => {
    const path = join(folder, 'growing.txt');
    writeFileSync(path, 'words\n');
    const reading = await openForReading(path, { name: 'growing.txt', contentKey: CONTENT_KEY });
    const reasons: string[] = [];
    for await (const part of reading.parts) {
      if (part.kind === 'text' && part.place.part === 'file-name') appendFileSync(path, 'more\n');
      if (part.kind === 'unread') reasons.push(part.reason);
    }
    expect(reasons).toEqual(['changed-while-read']);
    expect(reading.contentDigest).toBeUndefined();
  });

  it('a name that is not UTF-8 opens by its bytes', async () => {
    const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0x41])]);
    writeFileSync(path, 'words');
    expect(textOf(await readPath(path, 'odd'))).toBe('words');
  });

  it('an unknown format is unread, never clean', async () => {
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919 + (index >> 3)) & 0xff));
    expect(await readSample('noise.bin', noise)).toMatchObject({
      format: 'unknown',
      unread: [{ reason: 'unsupported-format' }],
    });
  });

  it('a picture is unread, whatever its name', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    expect((await readSample('card.docx', png)).unread).toMatchObject([{ reason: 'image-without-text' }]);
  });

  it('the hash is that of the whole file, also where only parts were asked for', async () => {
    const bytes = docxOf(paragraph('words'));
    expect((await readSample('a.docx', bytes)).contentDigest).toBe(
      createHmac('sha256', CONTENT_KEY).update(bytes).digest('hex'),
    );
  });

  it('the content decides; a name that promises something else is noted', async () => {
    const sample = await readSample('list.xlsx', 'name,ssn\nRosa,212-44-1234\nEva,212-44-1235\n');
    expect(sample).toMatchObject({ format: 'csv', notes: [{ note: 'wrong-extension' }] });
  });
});

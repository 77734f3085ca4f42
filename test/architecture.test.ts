import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';

/** Who may import whom. A room sees another only through its door; a part of a room with a row of its own has no door. */
const IMPORTS: Record<string, readonly string[]> = {
  model: [],
  walk: ['model'],
  extract: ['model'],
  detect: ['model'],
  judge: ['model'],
  record: ['model'],
  breach: ['model', 'record'],
  report: ['model', 'record', 'breach'],
  scan: ['model', 'walk', 'extract', 'detect', 'judge', 'record'],
  disclose: ['model', 'record'],
  'disclose/worker': ['model', 'extract', 'detect'],
  preview: ['model', 'walk', 'extract', 'detect'],
  quarantine: ['model', 'walk', 'record'],
  quality: ['model', 'record'],
  review: ['model', 'record', 'report', 'breach', 'disclose', 'preview', 'quarantine', 'quality'],
  cli: [
    'model',
    'walk',
    'extract',
    'detect',
    'judge',
    'record',
    'breach',
    'report',
    'scan',
    'disclose',
    'preview',
    'quarantine',
    'quality',
    'review',
  ],
};

/** Packages that only these rooms or files may touch. */
const OWNERS: Record<string, string | readonly string[]> = {
  'node-worker-threads-pool': 'scan/reader-threads.ts',
  kysely: 'record/',
  pg: 'record/postgres/',
  commander: 'cli/',
  nodemailer: 'cli/mailer.ts',
  fastify: 'review/',
  '@marcbachmann/cel-js': 'judge/',
  mammoth: ['extract/', 'preview/'],
  'pdf-parse': 'extract/',
  xlsx: 'extract/',
  re2: 'detect/',
};

/** Rooms whose results depend on their arguments alone. */
const PURE_ROOMS = ['judge', 'detect'];

/** The silencing of threads, and programs of their own: the reader process, and the verifier that recipients run without us. */
const RUN_ALONE = ['extract/silence-thread.ts', 'scan/reader-process.ts', 'disclose/verify-certificate.ts'];

const SOURCE = resolve(import.meta.dirname, '../src');
const files = glob.sync('**/*.ts', { cwd: SOURCE }).sort();

interface Import {
  readonly file: string;
  readonly specifier: string;
}

const imports: Import[] = files.flatMap((file) =>
  [...readFileSync(join(SOURCE, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
    file,
    specifier: match[1] ?? '',
  })),
);

const roomOf = (file: string): string => file.split('/')[0] ?? '';
const rowOf = (file: string): string =>
  Object.keys(IMPORTS).find((row) => row.includes('/') && file.startsWith(`${row}/`)) ?? roomOf(file);

describe('the rooms', () => {
  it('are the ones the design names, each with a door', () => {
    expect([...new Set(files.map(rowOf))].sort()).toEqual(Object.keys(IMPORTS).sort());
    for (const room of new Set(files.map(roomOf)))
      if (room !== 'cli') expect(files, `${room} has no door`).toContain(`${room}/index.ts`);
  });

  it('import only the rooms of their row, and only by the door', () => {
    const wrong = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const target = relative(SOURCE, resolve(SOURCE, dirname(file), specifier))
        .split(sep)
        .join('/');
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from === to) return false;
      return !IMPORTS[rowOf(file)]?.includes(to) || target !== `${to}/index.ts`;
    });
    expect(wrong).toEqual([]);
  });

  it('keep each package to its owner', () => {
    const wrong = imports.filter(({ file, specifier }) => {
      const owners = [OWNERS[specifier] ?? ''].flat();
      return !owners.some((owner) => file.startsWith(owner));
    });
    expect(wrong).toEqual([]);
  });

  it('leave console, arguments, environment and exit to cli', () => {
    const wrong = files.filter((file) => {
      if (roomOf(file) === 'cli' || RUN_ALONE.includes(file)) return false;
      return /\bconsole\.|process\.(argv|env|exit\b|exitCode)/.test(code(file));
    });
    expect(wrong).toEqual([]);
  });

  it('keep judging and detecting free of clock and chance', () => {
    const wrong = files.filter(
      (file) => PURE_ROOMS.includes(roomOf(file)) && /\bDate\.now\(|new Date\(\)|Math\.random\(/.test(code(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('hold no file over 300 lines', () => {
    const long = files
      .map((file) => ({ file, lines: readFileSync(join(SOURCE, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it('hold no class but errors', () => {
    const wrong = files.flatMap((file) =>
      [...code(file).matchAll(/^\s*(?:export\s+)?(?:abstract\s+)?class\s+(\w+)(.*)/gm)]
        .filter((match) => !/extends \w*Error\b/.test(match[2] ?? ''))
        .map((match) => `${file}: ${match[1]}`),
    );
    expect(wrong).toEqual([]);
  });
});

function code(file: string): string {
  return readFileSync(join(SOURCE, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
}

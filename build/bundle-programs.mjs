/**
 * Lays each program of dist/ (the command line, the reader process and the threads) with what it needs of the rooms and of the
 * packages named below into a few files: a start that looks for 1,200 modules one by one costs more than a second. The rooms stay
 * beside them as TypeScript made them.
 */
import { rmSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const project = fileURLToPath(new URL('..', import.meta.url));
const source = fileURLToPath(new URL('../src', import.meta.url));

const PROGRAMS = [
  'cli/main',
  'scan/reader-process',
  'scan/worker',
  'preview/worker',
  'disclose/worker/worker',
  'record/postgres/session-thread',
];

/** Packages of many small files that load neither native code nor files beside them. The others stay where they are installed. */
const PACKED = [
  '@marcbachmann/cel-js',
  '@zip.js/zip.js',
  'commander',
  'csv-stringify',
  'entities',
  'fflate',
  'fzstd',
  'htmlparser2',
  'hyparquet',
  'hyparquet-compressors',
  'hysnappy',
  'kysely',
  'picomatch',
  'saxes',
  'yaml',
  'zod',
];

const isPacked = (specifier) => PACKED.some((name) => specifier === name || specifier.startsWith(`${name}/`));

/** Modules find files of the product from where they lie; in a chunk that place has to be told. */
const placeOfModules = {
  name: 'place-of-modules',
  transform(code, id) {
    if (!id.startsWith(source + sep) || !code.includes('import.meta.url')) return null;
    const place = relative(source, id).replaceAll(sep, '/').replace(/\.ts$/, '.js');
    return { code: code.replaceAll('import.meta.url', `new URL('../${place}', import.meta.url).href`), map: null };
  },
};

const bundle = await rolldown({
  cwd: project,
  input: Object.fromEntries(PROGRAMS.map((program) => [program, `src/${program}.ts`])),
  platform: 'node',
  external: (id, from) => from !== undefined && !/^[./]|^[a-z]:[\\/]/i.test(id) && !isPacked(id),
  treeshake: { moduleSideEffects: [{ test: /[\\/]src[\\/]/, sideEffects: false }] },
  plugins: [placeOfModules],
});
rmSync(new URL('../dist/chunks', import.meta.url), { recursive: true, force: true });
await bundle.write({
  dir: 'dist',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  sourcemap: true,
});
await bundle.close();

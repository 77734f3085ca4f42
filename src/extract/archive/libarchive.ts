import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ArchiveReader, libarchiveWasm } from 'libarchive-wasm';

/** Memory that one archive may take: its bytes, the dictionary of its compression and what the library needs. */
const MEMORY_BYTES_MAX = 448 * 1024 * 1024;
const PAGE_BYTES = 64 * 1024;

/** What is used of the WebAssembly interface, which the type library of Node 20 leaves out. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}
declare const WebAssembly: {
  readonly Memory: new (...none: never[]) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => Instance;
};

let compiled: object | undefined;

/**
 * A reader with a memory of its own, given up with it, that cannot grow past its bound: archives claim dictionaries of any size.
 * @throws Error of the library when the bytes are none of its formats
 */
export async function openArchive(bytes: Buffer): Promise<ArchiveReader> {
  const path = createRequire(import.meta.url).resolve('libarchive-wasm/dist/libarchive.wasm');
  compiled ??= new WebAssembly.Module(readFileSync(path));
  const module = compiled;
  const library = await libarchiveWasm({
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm(imports: object, receive: (instance: Instance) => void) {
      const instance = new WebAssembly.Instance(module, imports);
      boundMemory(instance);
      receive(instance);
      return instance.exports;
    },
  });
  return new ArchiveReader(library, new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}

function boundMemory({ exports }: Instance): void {
  for (const exported of Object.values(exports)) {
    if (!(exported instanceof WebAssembly.Memory)) continue;
    const grow = exported.grow.bind(exported);
    exported.grow = (pages) => {
      if (exported.buffer.byteLength + pages * PAGE_BYTES > MEMORY_BYTES_MAX)
        throw new RangeError('memory bound of an archive');
      return grow(pages);
    };
  }
}

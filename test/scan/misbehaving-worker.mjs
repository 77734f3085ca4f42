/** A worker that does to the pool what hostile files do to readers; each file's name says what. */
import { readlinkSync } from 'node:fs';
import { parentPort, threadId, workerData } from 'node:worker_threads';

const fields = new Int32Array(workerData.board.memory);

function mark(slot, index) {
  Atomics.store(fields, slot * 6 + 3, Number(readlinkSync('/proc/thread-self').split('/').at(-1)));
  Atomics.store(fields, slot * 6 + 2, threadId);
  Atomics.store(fields, slot * 6 + 1, Math.trunc(performance.timeOrigin + performance.now()) % 0x7fffffff);
  Atomics.store(fields, slot * 6, index);
}

const acts = {
  fine: () => undefined,
  hang: () => {
    for (;;) Atomics.load(fields, 0);
  },
  pause: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  },
  /** Waits for something: takes time by the clock, not of the processor. */
  wait: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  },
  sleepForever: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  /** What a native library does that runs over its memory. */
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  exit: () => process.exit(7),
  throwLater: () => {
    setImmediate(() => {
      throw new Error('late');
    });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  },
  heap: () => {
    const kept = [];
    for (;;) kept.push(new Array(100_000).fill(kept.length));
  },
  buffers: () => {
    const kept = [];
    for (;;) {
      kept.push(Buffer.alloc(16 << 20, 1));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  },
};

parentPort.on('message', ({ slot, files }) => {
  const reply = files.map(({ name }, index) => {
    mark(slot, index);
    acts[name]?.();
    const rows = new Uint8Array(name === 'crowd' ? 2_500_000 : 40).map((_, at) => at % 251);
    return { kind: 'read', reading: { outcome: 'clean', format: name, ledger: { rows } } };
  });
  parentPort.postMessage(reply);
});

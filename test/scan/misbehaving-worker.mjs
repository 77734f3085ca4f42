/** A worker that does to the pool what hostile files do to readers; each file's name says what. */
import { parentPort, threadId, workerData } from 'node:worker_threads';

const fields = new Int32Array(workerData.board.memory);

function mark(slot, index) {
  Atomics.store(fields, slot * 4 + 2, threadId);
  Atomics.store(fields, slot * 4 + 1, Math.trunc(performance.timeOrigin + performance.now()) % 0x7fffffff);
  Atomics.store(fields, slot * 4, index);
}

const acts = {
  fine: () => undefined,
  hang: () => {
    for (;;) Atomics.load(fields, 0);
  },
  pause: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  },
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
    acts[name]();
    return { kind: 'read', reading: { outcome: 'clean', format: name } };
  });
  parentPort.postMessage(reply);
});

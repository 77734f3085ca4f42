// Makes fixed copies of one export and hands them over; kills its own process before the step of writing with the given number (0: never).
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const [, , folder, killAt, ...targets] = process.argv;
let steps = 0;
const step = () => {
  steps += 1;
  if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};
for (const name of ['writeSync', 'fsyncSync', 'linkSync', 'rmSync']) {
  const own = fs[name];
  fs[name] = (...given) => {
    step();
    return own(...given);
  };
}
const { openSync } = fs;
fs.openSync = (path, flags, ...rest) => {
  if (flags === 'wx') step();
  return openSync(path, flags, ...rest);
};
syncBuiltinESMExports();

const { createDetector, loadPatterns } = await import('../../dist/detect/index.js');
const { activeSigningKey, clearExports, handOver, readAgreement } = await import('../../dist/disclose/index.js');
const { performTask } = await import('../../dist/disclose/worker/perform-task.js');
const { DEFAULT_LIMITS } = await import('../../dist/extract/index.js');
const { openRecord } = await import('../../dist/record/index.js');

const fingerprintKey = new Uint8Array(32).fill(7);
const pack = loadPatterns([join(folder, 'patterns')]);
const detector = createDetector(pack, fingerprintKey);
const agreement = readAgreement(join(folder, 'agreement.yaml'), []);
const record = await openRecord(join(folder, 'record.sqlite'), { fingerprintKey });
const disclosures = {
  ...record.disclosures,
  async add(disclosure) {
    step();
    await record.disclosures.add(disclosure);
    step();
  },
};
for (const target of targets) {
  const clearance = await clearExports({
    exports: [join(folder, 'export.csv')],
    agreement,
    registration: { sha256: agreement.sha256, withdrawn: false },
    exceptions: [],
    thread: {
      run: (task) => performTask(task, detector, { pack, fingerprintKey, limits: DEFAULT_LIMITS }),
      close: async () => undefined,
    },
    today: '2026-11-24',
    fixTo: join(folder, 'copies', target),
  });
  if (clearance.verdict !== 'cleared') throw new Error(JSON.stringify(clearance.stops));
  await handOver({
    clearance,
    agreement,
    exceptions: [],
    signing: { key: activeSigningKey(join(folder, 'keys')), passphrase: undefined },
    disclosures,
    who: 'A. Analyst',
    nowMs: Date.parse('2026-11-24T12:00:00Z'),
    versions: { sharewarden: 'test' },
    patternDigest: pack.digest,
    policyDigest: 'p',
    certificateFile: undefined,
    certificateFolder: join(folder, 'certificates'),
  });
}
await record.close();

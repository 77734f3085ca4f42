// Moves a file, and kills its own process between giving it another name and taking away the first one.
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const [, , database, folder, fileId] = process.argv;
promises.unlink = () => process.kill(process.pid, 'SIGKILL');
syncBuiltinESMExports();
const { openRecord } = await import('../../dist/record/index.js');
const { moveToQuarantine } = await import('../../dist/quarantine/index.js');
const record = await openRecord(database, { fingerprintKey: new Uint8Array(32) });
const setting = { record, folder, contentKey: new Uint8Array(32).fill(3), contact: 'the privacy officer', nowMs: () => 1_764_000_200_000 };
await moveToQuarantine(setting, { fileId: Number(fileId), who: 'dkim', why: 'a test of being killed' });

import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readersInWords } from '../../src/model/index.ts';
import { readAccessLists } from '../../src/walk/index.ts';
import { freshShare, night, ROSTER } from './night-fixture.ts';

const nights = freshShare();
const { write, scan, verdict } = nights;
/** After everything that the test writes, so that the listing knows of it. */
const LATER_S = Date.now() / 1000 + 3_600;
const USERS = ['root', 'mlopez'].map((account) => ({ account, attestedAtMs: 0 }));

function listed(extra: string) {
  const folder = join(dirname(nights.share.root), 'registers');
  const { root } = nights.share;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'posix-acls.txt');
  const text = `# file: ${root}\nuser::rwx\ngroup::r-x\nother::r-x\n\n# file: ${root}/roster.csv\nuser::rw-\nuser:mlopez:r--\n${extra}group::---\nmask::r--\nother::---\n`;
  writeFileSync(file, text);
  utimesSync(file, LATER_S, LATER_S);
  return readAccessLists(folder, [nights.share], []);
}

describe.skipIf(process.getuid?.() !== 0)('a change of an access list (needs root)', () => {
  it('judges the unchanged file again, and the record tells who could read it when', async () => {
    write('roster.csv', ROSTER);
    chmodSync(dirname(nights.share.root), 0o755);
    chmodSync(nights.share.root, 0o755);
    chmodSync(join(nights.share.root, 'roster.csv'), 0o640);
    const registers = { authorizedUsers: USERS };
    const first = await scan({ registers, walk: { access: listed('') } });
    expect(await verdict('roster.csv', 'sr-06')).toBeUndefined();
    const second = await scan({ registers, walk: { access: listed('user:kburns:r--\n') }, clockMs: night(1) });
    expect(second.summary.read).toBe(0);
    expect(await verdict('roster.csv', 'sr-06')).toBe('violation');
    const third = await scan({ registers, walk: { access: listed('user:kburns:r--\n') }, clockMs: night(2) });
    expect(third.summary.read).toBe(0);

    const file = await nights.record.files.findFile(nights.share, 'roster.csv');
    expect(file?.exposureId).toBeDefined();
    const states = await nights.record.files.historyOf(file?.fileId ?? 0);
    expect(
      states.map(({ sinceRunId, untilRunId, audience, readers }) => [
        sinceRunId,
        untilRunId,
        readersInWords(audience, readers),
      ]),
    ).toEqual([
      [first.runId, second.runId, '2 accounts (mlopez, root)'],
      [second.runId, undefined, '3 accounts (kburns, mlopez, root)'],
    ]);
  });
});

import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NightDigest, ShareCoverage } from '../../src/record/index.ts';
import { runCli, temporaryFolders } from './run-cli.ts';

const folder = temporaryFolders();
const KEY = { SHAREWARDEN_KEY: '7'.repeat(64) };
const ROSTER = 'Name,SSN\nAnna Berg,219-44-5871\nLuis Soto,221-18-6604\nMay Lin,305-21-4418\n';
const ROSTER_WITH_ONE_MORE = `${ROSTER}Omar Diaz,307-11-9042\n`;

describe('a week of nights', () => {
  it('tells each morning what is new, worse, better, closed and still unread', { timeout: 480_000 }, async () => {
    const [share, state] = [folder('share'), folder('state')];
    chmodSync(share, 0o755);
    const at = (...names: string[]) => join(share, ...names);
    const scan = async (): Promise<{ code: number | null; digest: NightDigest; counts: Record<string, number> }> => {
      const { code, stderr } = await runCli(['scan', share, '--state', state, '--no-reports', '--quiet'], { env: KEY });
      expect(stderr).toBe('');
      const digest = await digestOf();
      const counts = Object.fromEntries(Object.entries(digest.flags).map(([group, { count }]) => [group, count]));
      return { code, digest, counts: { ...counts, unread: digest.unread.count } };
    };
    const digestOf = async (...flags: string[]): Promise<NightDigest> =>
      JSON.parse((await runCli(['digest', '--json', ...flags, '--state', state], { env: KEY })).stdout) as NightDigest;
    const none = { new: 0, worse: 0, better: 0, closed: 0, moved: 0, unread: 0 };

    for (const name of ['hr', 'public']) mkdirSync(at(name));
    writeFileSync(at('hr', 'roster.csv'), ROSTER);
    writeFileSync(at('minutes.txt'), 'The board met.\n');
    const monday = await scan();
    const rules = monday.counts.new ?? 0;
    expect(rules).toBeGreaterThan(0);
    expect(monday.counts).toEqual({ ...none, new: rules });
    expect(monday.code).toBe(1);

    expect((await scan()).counts).toEqual(none);

    copyFileSync(at('hr', 'roster.csv'), at('public', 'copy.csv'));
    const wednesday = await scan();
    expect(wednesday.counts).toEqual({ ...none, worse: rules });
    expect(wednesday.digest.flags.worse.first[0]?.why).toBe('1 new places');

    renameSync(at('hr', 'roster.csv'), at('hr', 'roster-2024.csv'));
    expect((await scan()).counts).toEqual({ ...none, moved: rules });

    rmSync(at('public', 'copy.csv'));
    expect((await scan()).counts).toEqual({ ...none, better: rules });

    writeFileSync(at('hr', 'roster-2024.csv'), Buffer.from('504b0304140000000800ffffffff', 'hex'));
    let ofUnread = 0;
    for (const nightsUnread of [1, 2]) {
      const { counts, digest } = await scan();
      // A rule of its own speaks against what cannot be read; the flags of what lay there stay open.
      if (nightsUnread === 1) ofUnread = counts.new ?? 0;
      expect(counts).toEqual({ ...none, new: nightsUnread === 1 ? ofUnread : 0, unread: 1 });
      expect(digest.unread).toMatchObject({ sinceThen: nightsUnread === 1 ? 1 : 0, first: [{ nights: nightsUnread }] });
    }
    const [coverage] = JSON.parse(
      (await runCli(['coverage', '--json', '--state', state], { env: KEY })).stdout,
    ) as ShareCoverage[];
    expect(coverage).toMatchObject({ met: 2, fullyRead: 1, unread: 1, unreadByReason: [{ files: 1, nights: 2 }] });

    writeFileSync(at('hr', 'roster-2024.csv'), 'The list was moved to the case system.\n');
    const mended = await scan();
    expect(mended.counts).toEqual({ ...none, closed: rules + ofUnread });
    expect(mended.digest.unread.noLonger).toBe(1);
    expect(mended.code).toBe(0);

    writeFileSync(at('hr', 'roster-2024.csv'), ROSTER_WITH_ONE_MORE);
    const again = await scan();
    expect(again.counts).toEqual({ ...none, new: rules });
    expect(again.digest.flags.new.first[0]).toMatchObject({
      event: 'reopened',
      why: expect.stringMatching(/^1 new people; /),
    });

    const { runId } = wednesday.digest;
    expect((await digestOf('--run', String(runId))).flags.worse).toEqual({
      ...wednesday.digest.flags.worse,
      first: wednesday.digest.flags.worse.first.map((flag) => ({
        ...flag,
        path: 'hr/roster-2024.csv',
        fileId: expect.any(Number),
      })),
    });
    expect((await runCli(['audit', 'verify', '--state', state], { env: KEY })).code).toBe(0);
    const backup = await runCli(['record', 'backup', join(state, 'copy.sqlite'), '--state', state], { env: KEY });
    expect(backup.stdout).toContain('The key is not in it.');
  });
});

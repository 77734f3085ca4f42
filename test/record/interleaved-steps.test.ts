import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freshNights } from './nights.ts';

const nights = freshNights();

describe('steps of several people at once', () => {
  it('stand for themselves: what one of them is refused takes no row of another with it', async () => {
    const { record } = nights;
    const account = { name: 'nora', role: 'custodian', areas: [], mustChangePassword: false } as const;
    await record.review.accounts.add({ ...account, atMs: 0, who: 'tester' });
    for (let index = 0; index < 50; index += 1)
      await record.review.views.save('nora', { name: `v${index}`, query: '' });
    const before = (await record.audit.list()).length;
    const outcomes: Promise<unknown>[] = [];
    for (let round = 0; round < 40; round += 1) {
      outcomes.push(record.review.views.save('nora', { name: 'one too many', query: '' }).catch(() => 'refused'));
      for (let turns = 0; turns < round; turns += 1) await Promise.resolve();
      outcomes.push(record.audit.append({ atMs: round, actor: 'sam', action: 'looked-at', subject: 'x', data: null }));
    }
    const settled = await Promise.all(outcomes);
    expect(settled.filter((outcome) => outcome === 'refused')).toHaveLength(40);
    expect(await record.audit.list()).toHaveLength(before + 40);
    expect(await record.audit.verifyAudit()).toMatchObject({ intact: true });
  });

  it('leave the lock of the writer to its owner alone', () => {
    expect(statSync(`${nights.path()}.lock`).mode & 0o777).toBe(0o600);
  });
});

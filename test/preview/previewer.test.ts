import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/extract/index.ts';
import type { Previewer } from '../../src/preview/index.ts';
import { PROJECT, temporaryFolders } from '../end-to-end/run-cli.ts';
import { KEY, pack, recordedOf, targetsOf } from './preview-setting.ts';

const { createPreviewer } = (await import(
  join(PROJECT, 'dist/preview/index.js')
)) as typeof import('../../src/preview/index.ts');
const folder = temporaryFolders();

describe('the previewer', () => {
  const opened: Previewer[] = [];
  const previewer = (timeoutMs = DEFAULT_LIMITS.timeoutMs): Previewer => {
    const made = createPreviewer({ pack, fingerprintKey: KEY, limits: { ...DEFAULT_LIMITS, timeoutMs } });
    opened.push(made);
    return made;
  };
  afterAll(() => Promise.all(opened.map((each) => each.close())));

  it('reads in a thread: previews go together, a reveal ends the thread and the next one starts another', async () => {
    const share = folder('previewer');
    writeFileSync(join(share, 'memo.txt'), 'SSN: 486-31-4127 of Maria Lopez\n');
    const { file, reading } = await recordedOf(share, 'memo.txt');
    const targets = targetsOf(reading);
    const ssn = targets.find(({ type }) => type === 'us-ssn');
    if (!ssn) throw new Error('a number was expected');
    const own = previewer();
    const outcomes = await Promise.all([
      own.preview({ file, targets }),
      own.reveal({ file, target: ssn }),
      own.preview({ file, targets }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['shown', 'revealed', 'shown']);
    expect(JSON.stringify(outcomes[2])).not.toContain('486');
  });

  it('answers at once when too many wait', async () => {
    const share = folder('previewer');
    writeFileSync(join(share, 'memo.txt'), 'SSN: 486-31-4127\n');
    const { file, reading } = await recordedOf(share, 'memo.txt');
    const own = previewer();
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => own.preview({ file, targets: targetsOf(reading) })),
    );
    expect(outcomes.filter(({ kind }) => kind === 'shown')).toHaveLength(8);
    expect(outcomes.filter((outcome) => outcome.kind === 'not-shown' && outcome.reason === 'busy')).toHaveLength(4);
  });
});

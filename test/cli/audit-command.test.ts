import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addAuditCommand } from '../../src/cli/commands/audit.ts';
import { fingerprintKey, openRecord, type ScanRecord } from '../../src/record/index.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';

const folder = temporaryFolders();
let state: string;
/** A scan is running: it holds the record open for writing. */
let scan: ScanRecord;
let head: string;

beforeEach(async () => {
  state = folder('state');
  scan = await openRecord(join(state, 'record.sqlite'), { fingerprintKey: fingerprintKey({ stateDirectory: state }) });
  for (const subject of ['one', 'two', 'three'])
    await scan.audit.append({ atMs: 1, actor: 'dkim', action: 'report-written', subject, data: null });
  const rows = await scan.audit.list();
  head = `2:${rows[1]?.hash}`;
});

afterEach(async () => {
  vi.restoreAllMocks();
  await scan.close();
});

async function auditVerify(...words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  let code = 0;
  const program = new Command().option('--state <dir>').option('--store <address>').option('--config <file>');
  addAuditCommand(program.command('audit'), (given) => {
    code = given;
  });
  program.exitOverride();
  await program.parseAsync(['--state', state, 'audit', 'verify', ...words], { from: 'user' });
  return { code, said: lines.join('\n') };
}

describe('audit verify', () => {
  it('says beside a running scan whether the log is whole, and its head', async () => {
    const { code, said } = await auditVerify();
    expect(code).toBe(0);
    expect(said).toMatch(/^The audit log is whole: 3 rows\.\nHead: 3:[0-9a-f]{64}$/);
  });

  it('says whether the row whose head was kept is still the one that it was', async () => {
    expect(await auditVerify('--head', head)).toMatchObject({
      code: 0,
      said: expect.stringContaining('Row 2 is the one whose hash was kept.'),
    });
    const rebuilt = await auditVerify('--head', `2:${'0'.repeat(64)}`);
    expect(rebuilt).toMatchObject({ code: 1, said: expect.stringContaining('the log was rebuilt or replaced') });
    expect(await auditVerify('--head', `9:${'0'.repeat(64)}`)).toMatchObject({ code: 1 });
  });

  it('refuses what is no head', async () => {
    await expect(auditVerify('--head', '2:5c1f')).rejects.toThrow('this is no head of an audit log');
  });
});

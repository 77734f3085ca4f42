import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../src/disclose/agreement.ts';
import type { Clearance } from '../../src/disclose/index.ts';
import { clearancePage, refuseStrangePage, writePage } from '../../src/disclose/index.ts';
import { CHECKS, stop } from '../../src/disclose/stop.ts';
import { temporaryFolders } from '../end-to-end/run-cli.ts';

const folderFor = temporaryFolders();

const AGREEMENT = {
  id: 'uni-study-2026',
  recipient: 'Institute of Labor Studies <script>alert(1)</script>',
  purpose: 'evaluation of training outcomes',
  basis: '20-cfr-603.10',
  begins: '2026-01-01',
  expires: '2026-12-31',
  signatures: [],
  columns: [{ name: 'weeks', types: [], form: 'full', quasi: false, sensitive: false, kind: 'value' }],
  textTypes: [],
  forbiddenTogether: [],
  minimumCellSize: 10,
  minimumDistinctSensitive: 2,
  suppressRows: false,
} as const satisfies Agreement;
const page = (clearance: Clearance, exceptions: Parameters<typeof clearancePage>[0]['exceptions'] = []) =>
  clearancePage({
    clearance,
    agreement: AGREEMENT,
    exceptions,
    issuedAtMs: 0,
    titleOf: (type) => type,
    certificate: undefined,
  });
const stops = CHECKS.map((check) => ({
  ...stop({ check, place: 'column <b>zip</b>', count: 30, rows: [7, 9], sentence: `${check} said`, remedy: 'Mend it' }),
  file: 'export.csv',
}));

describe('the page of a clearance', () => {
  it('names every check in words, escapes what it is given, and needs nothing from elsewhere', () => {
    const html = page({ verdict: 'blocked', files: [], stops, mended: [], remarks: [], unstated: [] });
    for (const check of CHECKS) expect(html).toContain(`${check} said. Rows 7, 9, …`);
    expect(html).not.toMatch(/<script|<b>|<link|https?:|@import|url\(|undefined/);
    expect(html.match(/<tr class="(?:block|exception)"/g)).toHaveLength(CHECKS.length);
  });

  it('shows who passed what, and until when', () => {
    const [one] = stops.filter(({ check }) => check === 'small-class');
    if (!one) throw new Error('no such check');
    const html = page({ verdict: 'cleared', files: [], stops: [one], mended: [], remarks: [], unstated: [] }, [
      { check: 'small-class', reason: 'the board agreed', by: 'A. Director', expires: '2026-12-31' },
    ]);
    expect(html).toContain('<h2>Passed by exception</h2>');
    expect(html).toContain('Passed by A. Director until 2026-12-31: the board agreed');
    expect(html).toContain('class="passed"');
  });

  it('replaces the page of an earlier attempt and nothing else', () => {
    const folder = folderFor('pages');
    const own = join(folder, 'clearance.html');
    const html = page({ verdict: 'blocked', files: [], stops, mended: [], remarks: [], unstated: [] });
    writePage(own, html);
    const later = html.replace('export.csv', 'later.csv');
    writePage(own, later);
    expect(readFileSync(own, 'utf8')).toBe(later);
    writeFileSync(join(folder, 'other.html'), '<!doctype html><title>Clearance: blocked</title>');
    mkdirSync(join(folder, 'folder.html'));
    symlinkSync(own, join(folder, 'link.html'));
    for (const name of ['other.html', 'folder.html', 'link.html']) {
      expect(() => refuseStrangePage(join(folder, name)), name).toThrow('is there already');
      expect(() => writePage(join(folder, name), html), name).toThrow('is there already');
    }
    expect(readFileSync(join(folder, 'other.html'), 'utf8')).toBe('<!doctype html><title>Clearance: blocked</title>');
    expect(readdirSync(folder).sort()).toEqual(['clearance.html', 'folder.html', 'link.html', 'other.html']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../src/disclose/agreement.ts';
import type { Clearance } from '../../src/disclose/index.ts';
import { clearancePage } from '../../src/disclose/index.ts';
import { CHECKS, stop } from '../../src/disclose/stop.ts';

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
  clearancePage({ clearance, agreement: AGREEMENT, exceptions, issuedAtMs: 0, certificate: undefined });
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
});

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadPolicy, readRegisters, registerTemplates } from '../../src/judge/index.ts';
import { OperatorError } from '../../src/model/index.ts';
import { inputOf, PACKS } from './pack-fixture.ts';

const USERS = 'account,employer_type,attestation_signed_on,training_completed_on,authorized_from,authorized_to';
const HOLDS = 'share,path,matter,released_on';
const SHARES = 'share,path,class,audience,holder,holder_type,access_log,listed_as';
const AGREEMENTS = 'agreement,kind,covers,party,share,path,signed_on,ends_on,destroy_by';
const DESTINATIONS = 'destination,approved_on,approved_until';
const LOG = 'party,share,path,disclosed_on,interest';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sharewarden-registers-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const read = (files: Readonly<Record<string, string>>) => readRegisters(folderWith(files), ['cases']);

/** The one line that reading gives. */
function refusal(files: Readonly<Record<string, string>>): string {
  try {
    read(files);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    expect(error.message.split('\n')).toHaveLength(1);
    return error.message;
  }
  return 'read';
}

describe('a bad register', () => {
  it.each([
    [
      'a date that does not exist',
      'authorized-users.csv',
      `${USERS}\njdoe,wdb,2026-02-30,,,\n`,
      /users\.csv:2: .*attestation_signed_on/,
    ],
    [
      'an account listed twice',
      'authorized-users.csv',
      `${USERS}\n\njdoe,wdb,,,,\nJDoe,wdb,,,,\n`,
      /users\.csv:4: .*already.*:3/,
    ],
    [
      'days in the wrong order',
      'authorized-users.csv',
      `${USERS}\njdoe,wdb,,,2026-02-01,2026-01-01\n`,
      /users\.csv:2: .*before/,
    ],
    ['a share that is not configured', 'legal-holds.csv', `${HOLDS}\ncase,,audit,\n`, /holds\.csv:2: .*"case".*cases/],
    ['a path that leaves the share', 'legal-holds.csv', `${HOLDS}\ncases,../x,audit,\n`, /holds\.csv:2: .*path/],
    [
      'a comma without quotes',
      'legal-holds.csv',
      `# ours\n${HOLDS}\ncases,,audit, 2026,\n`,
      /holds\.csv:3: .*5 cells.*quotes/,
    ],
    ['a quote that stays open', 'legal-holds.csv', `${HOLDS}\ncases,,"audit,\n`, /holds\.csv:2: .*quote/],
    ['a misspelt column', 'legal-holds.csv', `share,path,mater,released_on\n`, /holds\.csv:1: .*"mater".*matter/],
    ['a missing column', 'retention-calendar.csv', `share,path,clause\n`, /calendar\.csv:1: .*retain_until/],
    ['an empty file', 'retention-calendar.csv', '', /calendar\.csv:1: .*share/],
    ['a misspelt register', 'legal-hold.csv', `${HOLDS}\n`, /legal-hold\.csv: .*legal-holds\.csv/],
    ['an unknown class', 'shares.csv', `${SHARES}\ncases,,secret,,,,,\n`, /shares\.csv:2: class is not one of/],
    [
      'a holder without its kind',
      'shares.csv',
      `${SHARES}\ncases,,,,College,,,\n`,
      /shares\.csv:2: holder_type is empty/,
    ],
    ['a folder twice', 'shares.csv', `${SHARES}\ncases,A,,,,,,\ncases,A/,,,,,,\n`, /shares\.csv:3: .*already.*:2/],
    [
      'a column `path` left out',
      'shares.csv',
      'share,class\ncases,approved\n',
      /shares\.csv:1: column path is missing/,
    ],
    [
      'an agreement that covers nothing known',
      'agreements.csv',
      `${AGREEMENTS}\nA,agreement,wages,,cases,,2026-01-01,,\n`,
      /agreements\.csv:2: covers is not one of/,
    ],
    [
      'an agreement that ends before it is signed',
      'agreements.csv',
      `${AGREEMENTS}\nA,agreement,uc-wage,,cases,,2026-01-02,2026-01-01,\n`,
      /agreements\.csv:2: ends_on lies before signed_on/,
    ],
    [
      'an approval in the wrong order',
      'approved-destinations.csv',
      `${DESTINATIONS}\nX,2026-01-02,2026-01-01\n`,
      /destinations\.csv:2: approved_until lies before/,
    ],
    [
      'a disclosure without an interest',
      'disclosure-log.csv',
      `${LOG}\nX,cases,,2026-01-02,\n`,
      /log\.csv:2: interest/,
    ],
    ['YAML that is none', 'legal-holds.yaml', '- share: "cases\n', /holds\.yaml:\d: not YAML/],
    [
      'a misspelt key in YAML',
      'legal-holds.yaml',
      '- share: cases\n  path: ""\n  mater: x\n',
      /holds\.yaml:1: .*"mater".*matter/,
    ],
    [
      'a bad cell in YAML',
      'legal-holds.yaml',
      '- share: cases\n  path: ""\n  matter: a\n- share: cases\n  path: ../x\n  matter: b\n',
      /holds\.yaml:4: path/,
    ],
    ['a mapping in place of a list', 'legal-holds.yaml', 'share: cases\n', /holds\.yaml:1: /],
  ])('%s gives one line with file, line and remedy', (_what, name, text, line) => {
    expect(refusal({ [name]: text })).toMatch(line);
  });

  it('a register that is there twice', () => {
    const line = refusal({ 'legal-holds.csv': `${HOLDS}\n`, 'legal-holds.yaml': '[]\n' });
    expect(line).toMatch(/legal-holds\.yaml: the register is also in .*legal-holds\.csv/);
  });

  it('a folder that is not there', () => {
    expect(() => readRegisters('/nonexistent/registers', [])).toThrow(/cannot be read \(ENOENT\)/);
  });
});

describe('a register', () => {
  it('says the same in CSV and in YAML', () => {
    const csv = read({
      'shares.csv': `${SHARES}\ncases,Partners/College,approved,,Sample College,school,no,D:\\Cases\n`,
      'legal-holds.csv': `${HOLDS}\ncases,Closed,audit,\n`,
    });
    const yaml = read({
      'shares.yaml':
        '- share: cases\n  path: Partners/College\n  class: approved\n  holder: Sample College\n  holder_type: school\n  access_log: no\n  listed_as: D:\\Cases\n',
      'legal-holds.yaml': '- { share: cases, path: Closed, matter: audit }\n',
    });
    expect(yaml).toEqual(csv);
    expect(csv.places).toEqual([
      {
        share: 'cases',
        path: 'Partners/College',
        class: 'approved',
        holder: 'Sample College',
        holderType: 'school',
        accessLog: false,
        listedAs: 'D:\\Cases',
      },
    ]);
  });

  it('is unknown without its file and empty with an empty one', () => {
    expect(read({})).toEqual({});
    expect(read({ 'agreements.csv': `${AGREEMENTS}\n`, 'disclosure-log.yaml': '[]\n' })).toEqual({
      agreements: [],
      disclosureLog: [],
    });
  });

  it('has a template for each, which is no register until it is saved under its name', () => {
    const templates = registerTemplates();
    const asTemplates = Object.fromEntries(templates.map(({ name, text }) => [name, text]));
    expect(read(asTemplates)).toEqual({});
    const saved = templates.map(({ name, text }) => {
      const rows = text.replace(/^# (?=[^#\n]*\n$)/m, '');
      return [name.replace('.template', ''), rows.replaceAll('case-files', 'cases').replaceAll('usb-backup', 'cases')];
    });
    const folder = folderWith(Object.fromEntries(saved));
    expect(readdirSync(folder)).toHaveLength(8);
    for (const rows of Object.values(readRegisters(folder, ['cases']))) expect(rows).toHaveLength(1);
  });
});

describe('registers that speak against each other', () => {
  const policy = loadPolicy([PACKS]);
  const nowMs = Date.UTC(2026, 5, 1);
  const place = { share: 'main', path: 'Case Files' };

  it('two rows of the calendar are said, not decided', () => {
    const retention = [
      { ...place, retainUntilMs: Date.UTC(2020, 0, 1) },
      { ...place, retainUntilMs: Date.UTC(2030, 0, 1) },
    ];
    const verdict = policy
      .judge(inputOf({}, {}, { nowMs, registers: { retention, legalHolds: [] } }))
      .find(({ rule }) => rule === 'sr-36');
    expect(verdict?.verdict).toBe('needs-review');
    expect(verdict?.reason).toContain('2020-01-01 and 2030-01-01');
  });

  it('a hold wins over disposal, and both are said', () => {
    const retention = [{ ...place, retainUntilMs: Date.UTC(2020, 0, 1) }];
    const verdict = policy
      .judge(inputOf({}, {}, { nowMs, registers: { retention, legalHolds: [place] } }))
      .find(({ rule }) => rule === 'sr-36');
    expect(verdict).toMatchObject({ verdict: 'allowed' });
    expect(verdict?.reason).toMatch(/ended on 2020-01-01.*legal hold covers/);
  });

  it('an agreement that ends counts until its last day, with the party that it names', () => {
    const types = [{ type: 'ui-wage-record', count: 3, high: 3, medium: 0, low: 0, distinct: 3 }];
    const kind = (party: string, at: number) =>
      policy
        .judge(
          inputOf(
            {},
            { types },
            {
              nowMs: at,
              classesOf: { 'ui-wage-record': ['uc-wage'] },
              registers: {
                places: [{ ...place, holder: 'Sample Center', holderType: 'community-based' }],
                agreements: [{ ...place, covers: 'uc-wage', party, signedAtMs: 0, endsAtMs: nowMs }],
              },
            },
          ),
        )
        .find(({ rule }) => rule === 'sr-24')?.verdict;
    expect(kind('sample center', nowMs)).toBeUndefined();
    expect(kind('sample center', nowMs + 1)).toBe('needs-assessment');
    expect(kind('Another Center', nowMs)).toBe('needs-assessment');
  });
});

import { chmodSync, chownSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/model/index.ts';
import { type ListedName, readAccessLists } from '../../src/walk/index.ts';
import { entries, freshTree, put } from './tree.ts';

const tree = freshTree();
/** Long after everything that a test writes. */
const LATER_S = Date.now() / 1000 + 3_600;
const GROUPS = 'casework:x:7001:mlopez,kburns\nboard:x:7002:jdoe\nauditors:x::@inner\n';

/** Puts listings beside the share, made at a time; `ROOT` in them is the share's root. */
function listings(files: Readonly<Record<string, string>>, names: readonly ListedName[] = [], madeAtS = LATER_S) {
  const folder = join(tree.root, 'registers');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text.replaceAll('ROOT', join(tree.root, 's')));
    utimesSync(join(folder, name), madeAtS, madeAtS);
  }
  return readAccessLists(folder, [{ name: 'office', root: join(tree.root, 's') }], names);
}

/** `audience: accounts by groups`, with `+` where there may be others. */
async function told(access: ReturnType<typeof listings>, path = 'a.txt'): Promise<string | undefined> {
  const found = await entries(join(tree.root, 's'), { access });
  const entry = found.find((each) => each.kind === 'file' && each.facts.path === path);
  if (entry?.kind !== 'file') return undefined;
  const { audience, readers } = entry.facts;
  if (readers === undefined) return audience;
  const { accounts, groups, complete } = readers;
  return `${audience}: ${accounts.join(' ')} by ${groups.join(' ')}${complete ? '' : ' +'}`;
}

function share(mode = 0o640, group = 7001): void {
  put(tree.root, 's/a.txt');
  chmodSync(tree.root, 0o755);
  chmodSync(join(tree.root, 's'), 0o755);
  chmodSync(join(tree.root, 's/a.txt'), mode);
  chownSync(join(tree.root, 's/a.txt'), 0, group);
}

const acl = (...entries: string[]): string =>
  `# file: ROOT\n# owner: root\n# group: root\nuser::rwx\ngroup::r-x\nother::r-x\n\n# file: ROOT/a.txt\n# owner: root\n# group: casework\n${entries.join('\n')}\n\n`;

function refusal(files: Readonly<Record<string, string>>): string {
  try {
    listings(files);
  } catch (error) {
    if (error instanceof OperatorError) return error.message.replaceAll(tree.root, '');
    throw error;
  }
  return 'read';
}

describe.skipIf(process.getuid?.() !== 0)('POSIX permissions (needs root)', () => {
  it('tell the owner and the members of the group, and that a list may say more', async () => {
    share();
    expect(await told(listings({ 'groups.txt': GROUPS }))).toBe('team: kburns mlopez root by casework +');
    expect(await told(listings({ 'groups.txt': '' }))).toBe('team: root by group 7001 +');
  });

  it('tell the owner alone where neither group nor mask lets anybody read', async () => {
    share(0o600);
    expect(await told(listings({ 'groups.txt': GROUPS }))).toBe('owner: root by ');
  });

  it('are complete where a listing shows that there is no list', async () => {
    share();
    const files = { 'groups.txt': GROUPS, 'posix-acls.txt': acl('user::rw-', 'group::r--', 'other::---') };
    expect(await told(listings(files))).toBe('team: kburns mlopez root by casework');
  });

  it('give the named users and groups of a list, within its mask', async () => {
    share();
    const list = acl(
      'user::rw-',
      'user:zreed:r--',
      'user:wlow:-w-',
      'group::---',
      'group:board:rw-',
      'mask::r--',
      'other::---',
    );
    const files = { 'groups.txt': GROUPS, 'posix-acls.txt': list };
    expect(await told(listings(files))).toBe('team: jdoe root zreed by board');
    expect(await told(listings({ ...files, 'posix-acls.txt': list.replace('mask::r--', 'mask::---') }))).toBe(
      'owner: root by ',
    );
  });

  it('say everyone where a list lets in a group that stands for every account', async () => {
    share();
    const list = acl('user::rw-', 'group::---', 'group:CORP\\134domain\\040users:r--', 'mask::r--', 'other::---');
    expect(await told(listings({ 'posix-acls.txt': list }))).toBe('everyone');
  });

  it('do not take a group whose members are not known for nobody', async () => {
    share();
    const list = acl('user::rw-', 'group::---', 'group:faculty:r--', 'mask::r--', 'other::---');
    expect(await told(listings({ 'posix-acls.txt': list, 'groups.txt': GROUPS }))).toBe('team: root by faculty +');
  });

  it('fall back to the bits where the file was changed after the listing', async () => {
    share();
    const files = {
      'groups.txt': GROUPS,
      'posix-acls.txt': acl('user::rw-', 'user:zreed:r--', 'group::---', 'mask::r--', 'other::---'),
    };
    expect(await told(listings(files, [], 1_000))).toBe('team: kburns mlopez root by casework +');
  });

  it('leave out whoever cannot pass the folders above', async () => {
    share();
    mkdirSync(join(tree.root, 's/closed'));
    writeFileSync(join(tree.root, 's/closed/b.txt'), 'x');
    chmodSync(join(tree.root, 's/closed/b.txt'), 0o644);
    chownSync(join(tree.root, 's/closed'), 0, 7002);
    chmodSync(join(tree.root, 's/closed'), 0o750);
    const files = { 'groups.txt': GROUPS, 'posix-acls.txt': '# file: ROOT\nuser::rwx\ngroup::r-x\nother::r-x\n' };
    expect(await told(listings(files), 'closed/b.txt')).toBe('team: jdoe root by board');
  });

  it('follow groups in groups and end in a circle', async () => {
    share(0o640, 7003);
    const groups = 'all:x:7003:casework,board,solo\ncasework:x:7001:mlopez,all\nboard:x:7002:jdoe\n';
    expect(await told(listings({ 'groups.txt': groups }))).toBe('team: jdoe mlopez root solo by all +');
  });
});

describe('Samba definitions', () => {
  it.skipIf(process.getuid?.() !== 0)(
    'add whoever connects where the share reads as one account (needs root)',
    async () => {
      share(0o600);
      const samba = (lines: string) => ({
        'groups.txt': GROUPS,
        'samba-shares.conf': `[global]\n\tworkgroup = X\n\n[office]\n\tpath = ROOT\n${lines}`,
      });
      expect(await told(listings(samba('')))).toBe('owner: root by ');
      expect(await told(listings(samba('\tforce user = root\n\tvalid users = @board, zreed\n')))).toBe(
        'team: jdoe root zreed by board',
      );
      expect(await told(listings(samba('\tforce user = root\n')))).toBe('everyone');
      expect(await told(listings(samba('\tforce user = root\n\tguest ok = Yes\n\tvalid users = zreed\n')))).toBe(
        'everyone',
      );
      expect(await told(listings(samba('\tforce user = root\n\tavailable = no\n')))).toBe('owner: root by ');
      expect(await told(listings(samba('\tvalid users = zreed\n\tadmin users = "+board"\n')))).toBe(
        'team: jdoe root by board',
      );
    },
  );
});

describe('NT lists', () => {
  const icacls = (first: string, ...rest: string[]): string =>
    [
      `D:\\Cases\\a.txt ${first}`,
      ...rest.map((each) => `${' '.repeat(15)} ${each}`),
      '',
      'Successfully processed 1 files; Failed processing 0 files',
      '',
    ].join('\r\n');
  const names = [{ share: 'office', path: '', name: 'D:\\Cases' }];
  const nt = (text: string, groups: string | null = GROUPS, madeAtS = LATER_S) => {
    put(tree.root, 's/a.txt');
    return listings({ 'nt-acls.txt': text, ...(groups !== null && { 'groups.txt': groups }) }, names, madeAtS);
  };

  it('give accounts and members of groups, without the administrators', async () => {
    const text = icacls(
      'CORP\\casework:(I)(RX)',
      'CORP\\zreed:(I)(M)',
      'CORP\\wlow:(I)(W)',
      'BUILTIN\\Administrators:(I)(F)',
      'NT AUTHORITY\\SYSTEM:(I)(F)',
    );
    expect(await told(nt(text))).toBe('team: kburns mlopez zreed by casework');
  });

  it('read a path with blanks and one entry alone', async () => {
    put(tree.root, 's/Case Files/b c.txt');
    const text =
      'D:\\Cases\\Case Files\\b c.txt NT AUTHORITY\\Authenticated Users:(R)\nD:\\Cases\\a.txt CORP\\zreed:(F)\n';
    expect(await told(nt(text), 'Case Files/b c.txt')).toBe('everyone');
    expect(await told(nt(text))).toBe('owner: zreed by ');
  });

  it('take out whoever is denied', async () => {
    expect(await told(nt(icacls('CORP\\casework:(RX)', 'CORP\\kburns:(DENY)(R)')))).toBe('owner: mlopez by casework');
    expect(await told(nt(icacls('CORP\\casework:(RX)', 'CORP\\kburns:(N)')))).toBe('owner: mlopez by casework');
  });

  it('leave open whether a name is an account where no groups are listed', async () => {
    expect(await told(nt(icacls('CORP\\unheard-of:(RX)', 'CORP\\other:(RX)'), null))).toMatch(
      /^team: {2}by other unheard-of \+$/,
    );
  });

  it('are unknown for what was changed later, is not listed or could not be listed', async () => {
    expect(await told(nt(icacls('CORP\\zreed:(F)'), GROUPS, 1_000))).toBe('unknown');
    expect(await told(nt('D:\\Cases\\z.txt CORP\\zreed:(F)\n'))).toBe('unknown');
    const gaps = icacls('CORP\\zreed:(F)').replace('Failed processing 0', 'Failed processing 2');
    expect(await told(nt(gaps))).toBe('unknown');
  });

  it('say the same as CSV of Get-Acl, also in UTF-16 and by the network name', async () => {
    put(tree.root, 's/a.txt');
    const csv = [
      '"Path","IdentityReference","FileSystemRights","AccessControlType"',
      '"Microsoft.PowerShell.Core\\FileSystem::\\\\files\\Office\\a.txt","CORP\\casework","ReadAndExecute, Synchronize","Allow"',
      '"Microsoft.PowerShell.Core\\FileSystem::\\\\files\\Office\\a.txt","CORP\\zreed","-1610612736","Allow"',
      '"Microsoft.PowerShell.Core\\FileSystem::\\\\files\\Office\\a.txt","CORP\\wlow","Write","Allow"',
      '"Microsoft.PowerShell.Core\\FileSystem::\\\\files\\Office\\a.txt","CORP\\kburns","Read","Deny"',
    ].join('\n');
    const access = listings({ 'nt-acls office.csv': csv, 'groups.txt': GROUPS });
    expect(await told(access)).toBe('team: mlopez zreed by casework');
    const folder = join(tree.root, 'registers');
    writeFileSync(join(folder, 'nt-acls office.csv'), Buffer.from(`\uFEFF${csv}`, 'utf16le'));
    utimesSync(join(folder, 'nt-acls office.csv'), LATER_S, LATER_S);
    expect(await told(listings({}))).toBe('team: mlopez zreed by casework');
  });

  it('of a folder hold for what lies in it and says nothing else', async () => {
    put(tree.root, 's/deep/er/c.txt');
    const text = 'D:\\Cases CORP\\zreed:(F)\nD:\\Cases\\Deep CORP\\board:(RX)\n';
    expect(await told(nt(text), 'deep/er/c.txt')).toBe('owner: jdoe by board');
  });
});

describe('a bad listing', () => {
  it.each([
    [
      'posix-acls.txt',
      '# file: x\nuser::rw-\nnonsense\n',
      /posix-acls\.txt:3: this is no line of a getfacl listing\. .*getfacl --recursive/,
    ],
    ['posix-acls.txt', 'user::rw-\n', /posix-acls\.txt:1: /],
    [
      'posix-acls.txt',
      '# file: /elsewhere\nuser::rw-\n',
      /posix-acls\.txt: speaks of no configured share\. .*listed_as/,
    ],
    ['nt-acls.txt', 'D:\\x\n', /nt-acls\.txt:1: this is no line of an icacls listing/],
    [
      'nt-acls.csv',
      'Path,Owner\n',
      /nt-acls\.csv:1: column IdentityReference, FileSystemRights, AccessControlType is missing/,
    ],
    [
      'nt-acls.csv',
      'Path,IdentityReference,FileSystemRights,AccessControlType\nD:\\x,me,Read,Perhaps\n',
      /nt-acls\.csv:2: /,
    ],
    ['groups.txt', 'casework:x:7001\n', /groups\.txt:1: this is no row of a group list/],
    ['samba-shares.conf', 'path = /srv\n', /samba-shares\.conf:1: this is no line of a Samba/],
    ['posix-acl.txt', '', /posix-acl\.txt: is no listing that is known.*posix-acls\.txt/],
  ])('%s gives one line with file, line and remedy', (name, text, says) => {
    const line = refusal({ [name]: text });
    expect(line.split('\n')).toHaveLength(1);
    expect(line).toMatch(says);
  });
});

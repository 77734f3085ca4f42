import { OperatorError } from '../../model/index.ts';

/** What a Samba share does to who can read: smb.conf(5), https://www.samba.org/samba/docs/current/man-html/smb.conf.5.html */
export interface SambaShare {
  readonly name: string;
  readonly path: string;
  /** Accounts and groups (`@staff`) that may connect; none named lets everyone connect. */
  readonly validUsers: readonly string[];
  readonly guests: boolean;
  /** Everybody who connects reads as this account. */
  readonly forceUser?: string;
  readonly forceGroup?: string;
  readonly adminUsers: readonly string[];
}

/**
 * Share definitions as `testparm -s` writes them. Sections without a path (`[global]`, `[homes]`) are passed over.
 * @throws OperatorError with file and line.
 */
export function parseSambaShares(file: string, text: string): readonly SambaShare[] {
  const sections: { name: string; keys: Map<string, string> }[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) return;
    const section = /^\[([^\]]+)\]$/.exec(line)?.[1];
    const [, key, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (section !== undefined) sections.push({ name: section.trim(), keys: new Map() });
    else if (key !== undefined && value !== undefined && sections.length > 0) {
      sections.at(-1)?.keys.set(key.toLowerCase().replace(/\s+/g, ''), value);
    } else {
      const remedy = 'Write the file with testparm -s';
      throw new OperatorError(`${file}:${index + 1}`, 'this is no line of a Samba configuration', remedy);
    }
  });
  const global = sections.find(({ name }) => name.toLowerCase() === 'global')?.keys ?? new Map<string, string>();
  return sections.flatMap(({ name, keys }) => {
    const value = (...names: string[]): string =>
      names.map((each) => keys.get(each) ?? global.get(each)).find((each) => each !== undefined) ?? '';
    const path = keys.get('path');
    if (path === undefined || name.toLowerCase() === 'global' || isNo(keys.get('available'))) return [];
    const forceUser = value('forceuser');
    const forceGroup = value('forcegroup', 'group').replace(/^\+/, '');
    return [
      {
        name,
        path: path.replace(/\/+$/, '') || '/',
        validUsers: namesOf(value('validusers')),
        guests: isYes(value('guestok', 'public')),
        ...(forceUser !== '' && { forceUser }),
        ...(forceGroup !== '' && { forceGroup }),
        adminUsers: namesOf(value('adminusers')),
      },
    ];
  });
}

/** Names between commas or spaces; quotes hold a name with spaces together. */
function namesOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]+)"|([@+&]*"[^"]+")|([^\s,]+)/g)].map((match) => match[0].replaceAll('"', ''));
}

function isYes(text: string | undefined): boolean {
  return /^(yes|true|1)$/i.test(text ?? '');
}

function isNo(text: string | undefined): boolean {
  return /^(no|false|0)$/i.test(text ?? '');
}

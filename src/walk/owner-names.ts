import { readFileSync } from 'node:fs';

/** Account names by user id, from the passwd file: passwd(5), https://man7.org/linux/man-pages/man5/passwd.5.html. Unknown ids have none. */
export function readOwnerNames(passwdFile = '/etc/passwd'): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  let text: string;
  try {
    text = readFileSync(passwdFile, 'utf8');
  } catch {
    return names;
  }
  for (const line of text.split('\n')) {
    const [name, , id] = line.split(':');
    if (name && id !== undefined && /^\d+$/.test(id) && !names.has(Number(id))) names.set(Number(id), name);
  }
  return names;
}

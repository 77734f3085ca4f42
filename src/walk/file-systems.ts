import { promises as fs } from 'node:fs';

export interface FileSystemKind {
  /** Permission bits are made up by the mount, so that they say nothing of who can read. */
  readonly permissionsMadeUp: boolean;
  /** Only portable media are formatted so. */
  readonly removable: boolean;
}

const ORDINARY: FileSystemKind = { permissionsMadeUp: false, removable: false };
const FOREIGN: FileSystemKind = { permissionsMadeUp: true, removable: false };
const PORTABLE: FileSystemKind = { permissionsMadeUp: true, removable: true };

/** Numbers of statfs(2): https://man7.org/linux/man-pages/man2/statfs.2.html */
const KINDS: ReadonlyMap<number, FileSystemKind> = new Map([
  [0x4d44, PORTABLE], // FAT
  [0x2011bab0, PORTABLE], // exFAT
  [0xff534d42, FOREIGN], // CIFS
  [0xfe534d42, FOREIGN], // SMB2
  [0x517b, FOREIGN], // SMB
  [0x5346544e, FOREIGN], // NTFS
  [0x7366746e, FOREIGN], // NTFS3
]);

/** Asks once per device. */
export function createFileSystems(): (device: number, path: string | Buffer) => Promise<FileSystemKind> {
  const known = new Map<number, FileSystemKind>();
  return async (device, path) => {
    let kind = known.get(device);
    if (!kind) {
      kind = await askKind(path);
      known.set(device, kind);
    }
    return kind;
  };
}

async function askKind(path: string | Buffer): Promise<FileSystemKind> {
  if (process.platform === 'win32') return FOREIGN;
  try {
    const { type } = await fs.statfs(path);
    return KINDS.get(type >>> 0) ?? ORDINARY;
  } catch {
    return ORDINARY;
  }
}

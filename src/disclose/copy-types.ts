/** Types of file that a fixed copy can be made of, by ending. */
export const COPY_TYPES = ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'xml', 'txt', 'xlsx', 'docx'] as const;
export type CopyType = (typeof COPY_TYPES)[number];

/** Endings of files that hold other files. */
const CONTAINERS: ReadonlySet<string> = new Set(['zip', '7z', 'rar', 'tar', 'gz', 'tgz', 'bz2', 'xz', 'zst', 'cab']);

/** Nothing where no fixed copy can be made of a file of this name. Pure. */
export function copyTypeOf(name: string): CopyType | undefined {
  const ending = endingOf(name);
  return COPY_TYPES.find((type) => type === ending);
}

/** Office packages are held in memory while a fixed copy is made. */
export const HELD_BYTES_MAX = 64 * 1024 * 1024;
export const TOO_BIG = {
  problem: 'is too big for a fixed copy of its type (64 MB packed)',
  remedy: 'Export it as csv, which has no such limit, or in smaller files',
} as const;

export function isHeld(name: string): boolean {
  return /^(?:xlsx|docx)$/.test(copyTypeOf(name) ?? '');
}

/** Whether a file of this name holds other files, which are cleared better by themselves. Pure. */
export function isContainer(name: string): boolean {
  return CONTAINERS.has(endingOf(name));
}

function endingOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The operating system's name for what went wrong, as messages show it: `ENOENT`. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

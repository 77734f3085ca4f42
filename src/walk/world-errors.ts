import { OperatorError, type UnreadReason } from '../model/index.ts';

/** Why the system would not let us look, as an outcome and in plain words. */
export function worldError(error: unknown): { reason: UnreadReason; detail: string } {
  const code = errorCode(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return { reason: 'denied', detail: 'this account has no permission to look at it' };
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ESTALE':
      return { reason: 'vanished', detail: 'it was there and is gone' };
    case 'ENAMETOOLONG':
      return { reason: 'too-deep', detail: 'its path is longer than the system can open' };
    default:
      return { reason: 'input-output-error', detail: `the system answers ${code}` };
  }
}

export function errorCode(error: unknown): string {
  return (error instanceof Error && (error as NodeJS.ErrnoException).code) || 'an unknown error';
}

/** An answer of the operating system, not a bug of ours. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** Running out of descriptors or memory is no file's fault and must not become its outcome. Throws OperatorError. */
export function refuseExhaustion(error: unknown): void {
  const code = errorCode(error);
  if (code === 'EMFILE' || code === 'ENFILE') {
    throw new OperatorError(
      'open files',
      `the system refuses to open more (${code})`,
      'Raise the limit, for example with: ulimit -n 4096',
    );
  }
  if (code === 'ENOMEM')
    throw new OperatorError('memory', 'the system has none left', 'End other programs, or scan with fewer threads');
}

import { userInfo } from 'node:os';

/** Who runs the command, as the audit chain names them. */
export function systemAccount(): string {
  return `${userInfo().username} (command line)`;
}

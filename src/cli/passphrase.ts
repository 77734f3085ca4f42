import { OperatorError } from '../model/index.ts';
import { readSecretLines } from './read-secret-lines.ts';

/** From SHAREWARDEN_PASSPHRASE, or asked for. */
export async function passphrase(prompt: string): Promise<string> {
  return process.env.SHAREWARDEN_PASSPHRASE ?? (await readSecretLines([prompt]))[0] ?? '';
}

/** The same for a new one, which a person at a terminal types twice. @throws OperatorError where the two differ. */
export async function newPassphrase(prompt: string): Promise<string> {
  if (process.stdin.isTTY !== true || process.env.SHAREWARDEN_PASSPHRASE !== undefined) return passphrase(prompt);
  const [first = '', second = ''] = await readSecretLines([prompt, 'The same once more: ']);
  if (first === second) return first;
  throw new OperatorError('passphrase', 'was typed in two different ways', 'Start again, nothing was made');
}

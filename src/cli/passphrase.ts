import { readSecretLine } from './read-secret-line.ts';

/** From SHAREWARDEN_PASSPHRASE, or asked for. */
export async function passphrase(prompt: string): Promise<string> {
  return process.env.SHAREWARDEN_PASSPHRASE ?? (await readSecretLine(prompt));
}

import { randomInt } from 'node:crypto';

/** Without characters that look alike on a screen or on paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** `k7fd-9mqx-...`: about 99 bits, for one sign-in, at which it has to be changed. */
export function firstPassword(): string {
  const character = () => ALPHABET.charAt(randomInt(ALPHABET.length));
  const group = () => Array.from({ length: GROUP_LENGTH }, character).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

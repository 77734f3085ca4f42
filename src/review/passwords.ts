import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { OperatorError } from '../model/index.ts';
import { isCommonPassword } from './common-passwords.ts';

/** N=2^17, r=8, p=1: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const COST = { N: 2 ** 17, r: 8, p: 1 };
const KEY_BYTES = 32;
const LENGTH_MIN = 12;
const LENGTH_MAX = 128;

/** `scrypt$131072$8$1$salt$key`, base64url. About half a second of one processor. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** With no hash the same work is done and the answer is no, so that time does not tell which names exist. */
export async function checkPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, n, r, p, salt = '', key = ''] = (hash ?? NOBODY).split('$');
  const wanted = Buffer.from(key, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(r), p: Number(p) });
  return wanted.length === given.length && timingSafeEqual(wanted, given) && hash !== undefined;
}

/** What is wrong with a new password, in plain words; undefined for nothing. */
export function passwordProblem(password: string, name: string): string | undefined {
  if (password.length < LENGTH_MIN) return `it has fewer than ${LENGTH_MIN} characters`;
  if (password.length > LENGTH_MAX) return `it has more than ${LENGTH_MAX} characters`;
  const plain = password.toLowerCase();
  if (plain.includes(name) || plain.includes('sharewarden') || plain.includes('password'))
    return 'it holds the name of the account, of this program, or the word itself';
  if (new Set(plain).size < 6) return 'it repeats a few characters only';
  if (isCommonPassword(password)) return 'it is one of the commonest, or one of them with little around it';
  return undefined;
}

/** @throws OperatorError for a password that is too easy. */
export function requirePassword(password: string, name: string): void {
  const problem = passwordProblem(password, name);
  if (problem !== undefined)
    throw new OperatorError(
      'the new password',
      problem,
      `Give ${LENGTH_MIN} to ${LENGTH_MAX} characters; a few words are fine`,
    );
}

/** Of nobody: no password derives to 32 zero bytes. */
const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(KEY_BYTES).toString('base64url')}`;

function derive(password: string, salt: Uint8Array, cost: ScryptOptions): Promise<Buffer> {
  const options = { ...cost, maxmem: 256 * 1024 * 1024 };
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

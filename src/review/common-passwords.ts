import { dictionary } from '@zxcvbn-ts/language-common';

/** The commonest of passwords that were stolen elsewhere, 49,000, in small letters. */
const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common'].filter((password) => password.length >= 5));
/** How much longer than a common one a password has to be. */
const OWN_CHARACTERS = 6;

/**
 * True where a password is one of the commonest, or one with little around it: `Football2024!!`, `iloveyouiloveyou`.
 * OWASP ASVS 4.0.3, 2.1.7. https://owasp.org/www-project-application-security-verification-standard/
 */
export function isCommonPassword(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  if (COMMON.has(plain) || isRepeated(plain)) return true;
  for (let from = 0; from <= OWN_CHARACTERS; from += 1)
    for (let to = plain.length; to > from && plain.length - (to - from) < OWN_CHARACTERS; to -= 1)
      if (COMMON.has(plain.slice(from, to))) return true;
  return false;
}

function isRepeated(plain: string): boolean {
  for (let length = 5; length * 2 <= plain.length; length += 1)
    if (COMMON.has(plain.slice(0, length)) && plain.replaceAll(plain.slice(0, length), '').length < OWN_CHARACTERS)
      return true;
  return false;
}

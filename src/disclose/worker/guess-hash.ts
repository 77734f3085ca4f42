import { createHash, createHmac } from 'node:crypto';

/** Whether tokens are no more than an SSN in disguise. */
export type GuessOutcome =
  | { readonly kind: 'guessed'; readonly how: string; readonly tried: number }
  | { readonly kind: 'not-guessed'; readonly tried: number };

const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512', 'sha224', 'sha384'] as const;
/** Keys that people take when they are told to salt. */
const COMMON_KEYS = [
  '',
  'secret',
  'key',
  'salt',
  'pepper',
  'password',
  'changeme',
  'ssn',
  'SSN',
  'missouri',
  'research',
  '1234',
];
/** Shortest prefix of a digest that counts as the digest: six bytes are not met by chance. */
const LEAST_BYTES = 4;

/** Missouri's area numbers before 2011 (SSA, https://www.ssa.gov/employer/stateweb.htm) come first: most of a Missouri file is there. */
const LOCAL_AREAS = Array.from({ length: 15 }, (_, index) => 486 + index);

/** Length in hexadecimal digits of MD5, SHA-1 and the SHA-2 and SHA-3 family. */
const DIGEST_LENGTHS: ReadonlySet<number> = new Set([32, 40, 56, 64, 96, 128]);

export function isDigest(token: string): boolean {
  return (/^[0-9a-f]+$/i.test(token) && DIGEST_LENGTHS.has(token.length)) || WHOLE_NUMBER_DIGEST.test(token);
}

/** As a whole number a digest of 128, 160, 224, 256, 384 or 512 bits has these decimal digits, or one or two fewer. */
const WHOLE_NUMBER_DIGEST = /^[1-9](?:\d{36,38}|\d{46,48}|\d{65,67}|\d{75,77}|\d{113,115}|\d{152,154})$/;
/** A cut digest as a whole number; shorter ones cannot be told from case numbers and times. */
const WHOLE_NUMBER_TOKEN = /^[1-9]\d{14,154}$/;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The token of a cell: a digest also behind the name of its algorithm, in brackets, or with blanks and colons between. */
export function tokenIn(text: string): string {
  const bare = text.replace(/^[a-z]{2,6}-?[0-9]{0,3}[:=$ ]+/i, '').replace(/[\s:;{}()[\]"']+/g, '');
  if (isDigest(bare)) return bare;
  // A random UUID has its version and variant in place (RFC 9562, https://www.rfc-editor.org/rfc/rfc9562).
  const joined = UUID.test(bare) ? text : bare.replace(/-/g, '');
  return isDigest(joined) ? joined : text;
}

/** A cell that is written like a digest or another opaque token. */
export function isToken(text: string): boolean {
  if (WHOLE_NUMBER_TOKEN.test(text)) return true;
  return /^(?:[0-9a-f]{2}){4,64}$/i.test(text) && /[a-f]/i.test(text)
    ? true
    : /^[A-Za-z0-9+/_-]{10,88}={0,2}$/.test(text) &&
        /\d/.test(text) &&
        /[A-Za-z]/.test(text) &&
        !/^[A-Z]{1,4}-?\d+$/.test(text);
}

/** The nine digits that the token itself spells when it is only encoded, not hashed. */
export function encodedDigits(token: string): string | undefined {
  for (const bytes of decodings(token)) {
    const text = bytes.toString('latin1');
    if (/^\d{3}[- .]?\d{2}[- .]?\d{4}$/.test(text)) return text.replace(/\D/g, '');
  }
  return undefined;
}

/**
 * Tries to make the tokens from SSNs: those that stand in the same file, then a part of all that exist, until the number of tries is
 * used up. Plain hashes and HMACs under common keys, with dashes and without, whole or cut, hex or base64.
 * Only says how; never which.
 */
export function guessHash(
  tokens: readonly string[],
  knownSsns: Iterable<string>,
  words: readonly string[],
  tries: number,
): GuessOutcome {
  if (tokens.some((token) => encodedDigits(token) !== undefined))
    return { kind: 'guessed', how: 'the number itself, only encoded', tried: 0 };
  const prefixes = new Set<number>();
  const wanted = tokens.flatMap(decodings).filter((bytes) => bytes.length >= LEAST_BYTES);
  for (const bytes of wanted) prefixes.add(bytes.readUInt32BE(0));
  const methods = methodsFor(wanted, [...COMMON_KEYS, ...words]);
  let tried = 0;
  const hit = (ssn: string, keyed: boolean): string | undefined => {
    const dashed = `${ssn.slice(0, 3)}-${ssn.slice(3, 5)}-${ssn.slice(5)}`;
    for (const method of methods) {
      if (method.keyed && !keyed) continue;
      for (const [spelling, text] of [
        ['digits', ssn],
        ['dashes', dashed],
      ] as const) {
        tried += 1;
        const digest = method.digest(text);
        if (!prefixes.has(digest.readUInt32BE(0))) continue;
        if (wanted.some((bytes) => bytes.length <= digest.length && digest.subarray(0, bytes.length).equals(bytes)))
          return `${method.name} of the SSN written with ${spelling === 'digits' ? 'digits only' : 'dashes'}`;
      }
    }
    return undefined;
  };
  for (const ssn of knownSsns) {
    const how = hit(ssn, true);
    if (how) return { kind: 'guessed', how, tried };
    if (tried >= tries) break;
  }
  for (const ssn of allSsns()) {
    if (tried >= tries) break;
    const how = hit(ssn, false);
    if (how) return { kind: 'guessed', how, tried };
  }
  return { kind: 'not-guessed', tried };
}

interface Method {
  readonly name: string;
  readonly keyed: boolean;
  readonly digest: (text: string) => Buffer;
}

/** Digests of a whole length tell which algorithm it is; cut ones leave all. */
function methodsFor(wanted: readonly Buffer[], keys: readonly string[]): Method[] {
  const lengths = new Set(wanted.map(({ length }) => length));
  const sizes: Record<(typeof ALGORITHMS)[number], number> = {
    md5: 16,
    sha1: 20,
    sha256: 32,
    sha512: 64,
    sha224: 28,
    sha384: 48,
  };
  const whole = ALGORITHMS.filter((name) => lengths.has(sizes[name]));
  const likely = whole.length > 0 ? whole : ALGORITHMS;
  return [
    ...likely.map((name) => ({ name, keyed: false, digest: (text: string) => createHash(name).update(text).digest() })),
    ...likely.flatMap((name) =>
      keys.map((key) => ({
        name: `HMAC-${name} under a common key`,
        keyed: true,
        digest: (text: string) => createHmac(name, key).update(text).digest(),
      })),
    ),
    ...likely.flatMap((name) =>
      keys
        .filter((key) => key !== '')
        .map((key) => ({
          name: `salted ${name} with a common salt`,
          keyed: true,
          digest: (text: string) =>
            createHash(name)
              .update(key + text)
              .digest(),
        })),
    ),
  ];
}

function decodings(token: string): Buffer[] {
  if (WHOLE_NUMBER_TOKEN.test(token)) {
    // Cut after an odd number of hexadecimal digits, the last one is left out.
    const hex = BigInt(token).toString(16);
    return [Buffer.from(hex.slice(0, hex.length - (hex.length % 2)), 'hex')];
  }
  if (/^(?:[0-9a-f]{2})+$/i.test(token)) return [Buffer.from(token, 'hex')];
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(token) ? [Buffer.from(token, 'base64')] : [];
}

/** In an order that meets every part of the space early. */
function* allSsns(): Iterable<string> {
  const two = (value: number): string => String(value).padStart(2, '0');
  const others = Array.from({ length: 899 }, (_, index) => index + 1).filter(
    (area) => area !== 666 && !LOCAL_AREAS.includes(area),
  );
  for (const areas of [LOCAL_AREAS, others])
    for (let serial = 1; serial <= 9999; serial += 1) {
      const mixed = ((serial * 7919) % 9999) + 1;
      for (let group = 1; group <= 99; group += 1)
        for (const area of areas)
          yield `${String(area).padStart(3, '0')}${two(group)}${String(mixed).padStart(4, '0')}`;
    }
}

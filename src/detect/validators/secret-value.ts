import { answer, type Validation, type Validator } from './validator.ts';

const PLACEHOLDER = answer('invalid', 0, 'a placeholder, a variable or a word of code, not a secret');
const SAMPLE = answer('sample', -3, 'an example from documentation');
const PLAIN = answer('valid', -2.7, 'nothing but letters, as an ordinary word or a name in a program');
const VALID = answer('valid', 0, 'looks like a chosen or generated secret');
const CODE = answer('invalid', 0, 'a name in source code');
const NO_DIGIT = answer('valid', -1, 'without any digit');
const LOW_VARIETY = answer('invalid', 0, 'too regular for a generated key');

const NOT_A_PASSWORD: ReadonlySet<string> = new Set(
  (
    'null undefined none nil true false string str number boolean object any required optional empty blank hidden masked redacted ' +
    'changeme your yourpassword password passwd pwd pass secret token value here example sample test todo tbd xxx xxxx unknown ' +
    'encrypted protected reset expired forgotten forgot policy prompt field input text this self self. data user username login ' +
    'must should will can may is was are has and or not for the with from your must. policy. reset. contraseña clave n/a na'
  ).split(' '),
);

/** A password as people write it after a label. Refuses placeholders, variables and words of code. Source: design inference. */
export const passwordValue: Validator = {
  chanceRate: 0.5,
  check(value: string): Validation {
    const bare = value.replace(/^["'`]+|["'`,;.]+$/g, '');
    const lower = bare.toLowerCase();
    if (bare.length < 4 || NOT_A_PASSWORD.has(lower)) return PLACEHOLDER;
    if (
      /^[*•.xX#_-]+$/.test(bare) ||
      /^[$<%{[(@&]|[>})\]]$|\(|=>|\$\{|^(process|os|env|config|options|this|self|req|params)\./.test(bare)
    ) {
      return PLACEHOLDER;
    }
    return /^[A-Za-z_.:/-]+$/.test(bare) ? PLAIN : VALID;
  },
};

/** A generated key or token: enough different characters and changes of kind. Shannon entropy of at least 3 bits a character. Source: design inference. */
export const secretEntropy: Validator = {
  chanceRate: 0.5,
  check(value: string): Validation {
    if (
      /example|sample|changeme|placeholder|your[-_]?(api|key|token|secret)|x{6,}|0{8,}|1234567890|abcdefgh/i.test(value)
    ) {
      return SAMPLE;
    }
    if (/^process\.|^[A-Za-z]+(?:[._][A-Za-z]+)+$|^[A-Z_]+$|^[a-z]+(?:-[a-z]+)+$/.test(value)) return CODE;
    return entropyBits(value) >= 3 ? (/\d/.test(value) ? VALID : NO_DIGIT) : LOW_VARIETY;
  },
};

function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

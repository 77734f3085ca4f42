import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits. Only the browser has it; the record keeps its hash. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** What every form of the session carries. Bound to the session: a page of another origin can neither read nor make it. */
export function formTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('sharewarden form').digest('base64url');
}

export function isFormToken(given: string | undefined, secret: string): boolean {
  const wanted = Buffer.from(formTokenOf(secret));
  const got = Buffer.from(given ?? '');
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}

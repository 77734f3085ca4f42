import { createHash, createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * SHA-256 of a file, hex: what a recipient can compute too. Nothing where its bytes are not the ones that were read before, by the
 * keyed digest of that reading, so that a certificate never binds bytes that nobody checked.
 */
export async function hashAsRead(
  path: string,
  key: Uint8Array,
  digest: string | undefined,
): Promise<string | undefined> {
  const hash = createHash('sha256');
  const mac = createHmac('sha256', key);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    mac.update(chunk);
  }
  return mac.digest('hex') === digest ? hash.digest('hex') : undefined;
}

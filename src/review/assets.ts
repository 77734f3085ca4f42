import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReviewContext } from './review-context.ts';

/** The few files beside the pages, held in memory: no path of a question ever reaches the disk. */
export interface Assets {
  readonly files: ReadonlyMap<string, { readonly type: string; readonly body: Uint8Array }>;
  /** Of their contents together. */
  readonly version: string;
}

export function readAssets({ pagesFolder, htmxFile }: Pick<ReviewContext, 'pagesFolder' | 'htmxFile'>): Assets {
  const style = 'text/css; charset=utf-8';
  const script = 'text/javascript; charset=utf-8';
  const listed: readonly (readonly [string, string, string])[] = [
    ['review.css', style, join(pagesFolder, 'review.css')],
    ['review.js', script, join(pagesFolder, 'review.js')],
    ['icon.svg', 'image/svg+xml', join(pagesFolder, 'icon.svg')],
    ['htmx.js', script, htmxFile],
  ];
  const hash = createHash('sha256');
  const files = new Map(
    listed.map(([name, type, path]) => {
      const body = readFileSync(path);
      hash.update(body);
      return [name, { type, body }] as const;
    }),
  );
  return { files, version: hash.digest('hex').slice(0, 12) };
}

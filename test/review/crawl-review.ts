import type { ScanRecord } from '../../src/record/index.ts';
import { serve, signedIn } from './review-fixture.ts';

/** Everything that the web app gives a privacy officer: each page and its data, reports, the server's log, cookies. */
export async function crawlReview(record: ScanRecord): Promise<ReadonlyMap<string, string>> {
  const account = {
    name: 'olga',
    role: 'privacy-officer',
    areas: [],
    mustChangePassword: false,
  } as const;
  await record.review.accounts.add({ ...account, atMs: Date.now(), who: 'tester' });
  const { app, log } = await serve(record);
  const found = new Map<string, string>();
  const browser = await signedIn({ app, record, clockMs: Date.now() }, 'olga');
  const look = async (path: string): Promise<string> => {
    const { body } = await browser.get(path);
    found.set(path, body);
    return body;
  };
  const ids = new Set<string>();
  for (let after = ''; ; ) {
    const page = JSON.parse(await look(`/api/queue?state=all${after}`)) as {
      rows: { exposureId: number }[];
      next?: string;
    };
    for (const { exposureId } of page.rows) ids.add(String(exposureId));
    if (page.next === undefined) break;
    after = `&after=${page.next}`;
  }
  for (const id of ids) {
    await look(`/exposures/${id}`);
    await look(`/api/exposures/${id}`);
  }
  const others = [
    '/',
    '/api/home',
    '/queue',
    '/account',
    '/reports',
    '/reports/1/findings',
    '/disclosures',
    '/operation',
    '/openapi.json',
  ];
  for (const path of others) await look(path);
  found.set('log', log.join('\n'));
  found.set('cookies', JSON.stringify([...browser.cookies]));
  await app.close();
  return found;
}

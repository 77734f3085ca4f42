import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contentKeyOf } from '../../src/extract/index.ts';
import type { ScanRecord } from '../../src/record/index.ts';
import { PROJECT } from '../end-to-end/run-cli.ts';
import { pack, setting } from '../preview/preview-setting.ts';
import { type Browser, serve, signedIn } from './review-fixture.ts';

const { createPreviewer } = (await import(
  join(PROJECT, 'dist/preview/index.js')
)) as typeof import('../../src/preview/index.ts');

export interface CrawlGiven {
  readonly fingerprintKey: Uint8Array;
  /** An empty folder outside of everything that is searched. */
  readonly quarantineFolder: string;
}

/** Files that are looked into; that a preview shows no value of any file has a test of its own. */
const FILES_LOOKED_INTO = 12;

/**
 * Everything that the web app gives a privacy officer: each page and its data, reports, documents, the server's log, cookies. A value
 * is revealed, which that one answer holds and nothing else may; a file is moved to quarantine and laid back.
 */
export async function crawlReview(record: ScanRecord, given: CrawlGiven): Promise<ReadonlyMap<string, string>> {
  const account = { name: 'olga', role: 'privacy-officer', areas: [], mustChangePassword: false } as const;
  await record.review.accounts.add({ ...account, atMs: Date.now(), who: 'tester' });
  const { fingerprintKey, quarantineFolder } = given;
  const previewer = createPreviewer({ pack, fingerprintKey, limits: setting.limits });
  const { app, log } = await serve(record, {
    previewer,
    reveal: { people: ['olga'], needsSecondPerson: false, validMs: 600_000 },
    quarantine: {
      custodians: [],
      setting: {
        ...{ record, folder: quarantineFolder, contentKey: contentKeyOf(fingerprintKey), contact: 'Olga, 555-0100' },
        nowMs: () => Date.now(),
      },
    },
  });
  const found = new Map<string, string>();
  const browser = await signedIn({ app, record, clockMs: Date.now() }, 'olga');
  const look = async (path: string): Promise<string> => {
    const { body } = await browser.get(path);
    found.set(path, body);
    return body;
  };
  const ids = await exposuresOf(look);
  for (const id of ids) {
    await look(`/exposures/${id}`);
    await look(`/api/exposures/${id}`);
  }
  const files = [...found.values()].flatMap((body) => body.match(/\/exposures\/\d+\/files\/\d+/g) ?? []);
  const looked = [...new Set(files)].slice(0, FILES_LOOKED_INTO);
  for (const path of looked) {
    await look(path);
    await look(`/api${path}`);
  }
  await revealOne(browser, looked, found);
  await holdOne(record, browser, looked, look, found);
  await assess(browser, ids, look);
  const others = [
    ...[
      '/',
      '/api/home',
      '/queue',
      '/account',
      '/reveals',
      '/quality',
      '/api/quality',
      '/reports',
      '/reports/1/findings',
    ],
    ...['/disclosures', '/api/disclosures', '/operation', '/api/operation', '/openapi.json'],
  ];
  for (const path of others) await look(path);
  found.set('log', log.join('\n'));
  found.set('cookies', JSON.stringify([...browser.cookies]));
  found.set('audit', JSON.stringify(await record.audit.list({ limit: 10_000 })));
  await previewer.close();
  await app.close();
  return found;
}

type Look = (path: string) => Promise<string>;

async function exposuresOf(look: Look): Promise<readonly number[]> {
  const ids = new Set<number>();
  for (let after = ''; ; ) {
    const page = JSON.parse(await look(`/api/queue?state=all${after}`)) as {
      rows: { exposureId: number }[];
      next?: string;
    };
    for (const { exposureId } of page.rows) ids.add(exposureId);
    if (page.next === undefined) return [...ids];
    after = `&after=${page.next}`;
  }
}

/** The answer itself is not kept: it is the one place for a value. */
async function revealOne(browser: Browser, paths: readonly string[], found: Map<string, string>): Promise<void> {
  for (const path of paths) {
    const match = /<option value="(\d+)">/.exec((await browser.get(path)).body)?.[1];
    if (match === undefined) continue;
    const { status } = await browser.post(`${path}/reveals`, { match, reason: 'to call the person' });
    if (status !== 200) continue;
    found.set('revealed', path);
    return;
  }
}

/** Moved, seen with its marker, and laid back. */
async function holdOne(
  record: ScanRecord,
  browser: Browser,
  paths: readonly string[],
  look: Look,
  found: Map<string, string>,
): Promise<void> {
  for (const path of paths) {
    await browser.get(path);
    if ((await browser.post(`${path}/quarantine`, { why: 'open to everyone' })).status !== 303) continue;
    await look('/quarantine');
    await look('/api/quarantine');
    const [held] = await record.quarantines.list({ states: ['held'] });
    const file = held && (await record.files.file(held.fileId));
    if (!held || !file) return;
    const folder = dirname(join(file.facts.root, file.facts.path));
    for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())) {
      const text = readFileSync(join(folder, name), 'latin1');
      if (text.startsWith('Quarantine number')) found.set(`marker ${name}`, name + text);
    }
    await browser.post(`/quarantine/${held.quarantineId}/restore`, {});
    return;
  }
}

/** An assessment of an exposure with all its pages, and one that the scan opened. */
async function assess(browser: Browser, ids: readonly number[], look: Look): Promise<void> {
  await browser.get('/queue');
  await browser.post(`/exposures/${ids[0]}/assessment`, { why: 'numbers with names' });
  const register = await look('/assessments');
  await look('/api/assessments');
  for (const path of new Set(register.match(/\/assessments\/BA-\d{4}-\d+/g) ?? [])) {
    const page = await look(path);
    await look(`/api${path}`);
    for (const document of page.match(/\/documents\/[a-z-]+\.html/g) ?? []) await look(`${path}${document}`);
  }
}

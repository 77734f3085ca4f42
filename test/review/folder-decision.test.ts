import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHARE } from '../record/sample-files.ts';
import { openHouse, type ReviewHouse, signedIn } from './review-fixture.ts';

let house: ReviewHouse;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const asked = (folder: string) => ({
  all: '1',
  query: new URLSearchParams({ share: SHARE.name, folder, q: 'img src' }).toString(),
  decision: 'test-data',
  why: 'made for training',
  scope: 'folder',
  back: '/queue',
});

describe('a decision for a folder', () => {
  it('is taken in three steps: the folder, everything in it, and the decision with its note', async () => {
    const nora = await signedIn(house, 'nora');
    const { body } = await nora.get('/queue');
    const folder = new URLSearchParams({ share: SHARE.name, folder: 'north' }).toString();
    expect(body).toContain(`href="/queue?${folder.replaceAll('&', '&amp;')}"`);
    expect((await nora.get(`/queue?${folder}`)).body).toContain('<option value="folder">');
    const answer = await nora.post('/decisions', asked('north'));
    expect([answer.status, answer.to]).toEqual([303, expect.stringMatching(/batch=\d+/)]);
    const { flags } = await house.record.flags.list({ text: 'img src' });
    const [entry] = (await house.record.flags.history(flags[0]?.flagId ?? 0)).slice(-1);
    expect(entry?.data).toMatchObject({ decision: { scope: { kind: 'folder', share: SHARE, path: 'north' } } });
  });

  it('is refused for a folder beyond the area, for none, and for one of no share', async () => {
    const nora = await signedIn(house, 'nora');
    await nora.get('/queue');
    for (const folder of ['south', '', 'nort', '..']) {
      const answer = await nora.post('/decisions', asked(folder));
      expect([folder, answer.status]).toEqual([folder, 422]);
    }
    const unknown = { ...asked('north'), query: 'share=elsewhere&folder=north' };
    expect((await nora.post('/decisions', unknown)).status).toBe(422);
  });
});

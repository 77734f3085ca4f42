import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailerOf } from '../../src/cli/mailer.ts';
import { openHouse, type ReviewHouse, signedIn } from './review-fixture.ts';

/** A mail server that takes what it is told. */
let server: Server;
const taken: string[] = [];
let house: ReviewHouse;

beforeAll(async () => {
  server = createServer((socket) => {
    let inData = false;
    let text = '';
    socket.write('220 mail.example.org ready\r\n');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (inData) {
        if (!text.endsWith('\r\n.\r\n')) return;
        taken.push(text);
        [inData, text] = [false, ''];
        socket.write('250 taken\r\n');
        return;
      }
      for (const line of text.split('\r\n').slice(0, -1)) {
        const verb = line.slice(0, 4).toUpperCase();
        taken.push(line);
        if (verb === 'DATA') inData = true;
        socket.write(verb === 'DATA' ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 mail.example.org\r\n');
      }
      text = '';
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const mail = mailerOf(
    { mail: { host: '127.0.0.1', port, security: 'none', from: 'sharewarden@example.org', domains: ['example.org'] } },
    '/',
  );
  house = await openHouse(undefined, mail ? { mail } : {});
});
afterAll(async () => {
  await house.close();
  server.close();
});

describe('asking an owner by e-mail', () => {
  const form = { to: 'mreyes@example.org', text: 'Do you still need this file?' };

  it('sends the text to an address of the organization, and tells the audit chain', async () => {
    const nora = await signedIn(house, 'nora');
    const { flags } = await house.record.flags.list({ limit: 10 });
    const own = flags.find(({ firstPlace }) => firstPlace.path.startsWith('north/applicants'));
    const path = `/exposures/${own?.exposureId}`;
    expect((await nora.get(path)).body).toContain('Send it by e-mail');
    expect((await nora.post(`${path}/messages`, form)).to).toBe(`${path}?sent=1#ask`);
    const all = taken.join('\n');
    expect(all).toContain('RCPT TO:<mreyes@example.org>');
    expect(all).toContain('Do you still need this file?');
    const rows = await house.record.audit.list({ limit: 1_000 });
    expect(rows.find(({ action }) => action === 'owner-asked')?.data).toEqual({ to: 'mreyes@example.org' });

    const note = { way: 'elsewhere', whom: 'Maria Reyes, by telephone' };
    expect((await nora.post(`${path}/messages`, note)).to).toBe(`${path}?asked=1#ask`);
    const { body } = await nora.get(path);
    for (const asked of ['mreyes@example.org', 'Maria Reyes, by telephone'])
      expect(body).toContain(`Asked the owner: ${asked}`);
    expect((await nora.post(`${path}/messages`, { ...note, whom: 'Ana, 486-31-4127' })).status).toBe(422);
    expect((await house.record.flags.list({ limit: 10 })).flags.map(({ state }) => state)).not.toContain(
      'acknowledged',
    );

    const before = taken.length;
    for (const [to, status] of [
      ['mreyes@elsewhere.net', 422],
      ['a@example.org,b@elsewhere.net', 422],
      ['a@example.org\r\nBcc: b@elsewhere.net', 422],
      ['"x"@example.org', 422],
      ['', 422],
    ] as const)
      expect([to, (await nora.post(`${path}/messages`, { ...form, to })).status]).toEqual([to, status]);
    expect((await nora.post(`${path}/messages`, { ...form, text: 'Is it 486-31-4127?' })).status).toBe(422);
    expect((await (await signedIn(house, 'sam')).post(`${path}/messages`, form)).status).toBe(404);
    expect((await (await signedIn(house, 'aldo')).post(`${path}/messages`, form)).status).toBe(403);
    expect(taken.length).toBe(before);
  });

  it('says when the server did not take it', async () => {
    const mail = mailerOf(
      { mail: { host: '127.0.0.1', port: 1, security: 'none', from: 'a@example.org', domains: ['example.org'] } },
      '/',
    );
    expect(await mail?.send({ to: 'a@example.org', subject: 'x', text: 'y' })).toBe(false);
    expect(mailerOf({}, '/')).toBeUndefined();
  });
});

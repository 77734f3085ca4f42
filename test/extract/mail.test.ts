import { describe, expect, it } from 'vitest';
import { compoundOf, messageStreams } from '../../fixtures/make/compound.ts';
import { eml } from '../../fixtures/make/mail.ts';
import { scanPng } from '../../fixtures/make/picture.ts';
import type { Sample } from './read-sample.ts';
import { everythingOf, readSample } from './read-sample.ts';

const SSN = '489-27-3146';
const HEAD = { from: 'a@example.org', to: 'b@example.org', subject: 'list', date: 'Mon, 14 Sep 2026 08:00:00 -0500' };

function timesIn(sample: Sample, words: string): number {
  return everythingOf(sample).split(words).length - 1;
}

describe('a message with a plain and an HTML body', () => {
  const twice = { ...HEAD, text: `Hello,\nSSN: ${SSN}\nBye\n`, html: `<p>Hello,</p><p>SSN: ${SSN}</p><p>Bye</p>` };

  it('says a value once', async () => {
    expect(timesIn(await readSample('a.eml', eml(twice)), SSN)).toBe(1);
    const outlook = compoundOf(messageStreams({ subject: 'list', body: twice.text, html: twice.html }));
    expect(timesIn(await readSample('a.msg', outlook), SSN)).toBe(1);
  });

  it('loses nothing that only the plain one says, and keeps the lines around it', async () => {
    const sample = await readSample('a.eml', eml({ ...twice, html: '<p>Hello,</p><p>see the plain text</p>' }));
    expect(everythingOf(sample)).toContain(`Hello,\nSSN: ${SSN}\nBye`);
  });

  it('takes a number for said only where the whole number is', async () => {
    const sample = await readSample('a.eml', eml({ ...HEAD, text: `${SSN}\n`, html: `<p>no 7${SSN}</p>` }));
    expect(everythingOf(sample)).toContain(`\n${SSN}\n`);
  });

  it('says a value in a table of the HTML once', async () => {
    const html = `<table><tr><td>Name</td><td>SSN</td></tr><tr><td>Opal Quarles</td><td>${SSN}</td></tr></table>`;
    const sample = await readSample('a.eml', eml({ ...HEAD, text: `Name SSN\nOpal Quarles ${SSN}\n`, html }));
    expect(timesIn(sample, SSN)).toBe(1);
  });
});

describe('a picture within the text of a message', () => {
  const message = (picture: Uint8Array, id: string): string =>
    [
      'From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0',
      'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n',
      `<p>Regards <img src="cid:${id}"></p>\r\n--b`,
      `Content-Type: image/png; name="logo.png"\r\nContent-ID: <${id}>\r\nContent-Transfer-Encoding: base64\r\n`,
      `${Buffer.from(picture).toString('base64')}\r\n--b--\r\n`,
    ].join('\r\n');

  it('is noted where it is a logo', async () => {
    const logo = scanPng(['OWD'], { width: 80, height: 30, scale: 1 });
    const sample = await readSample('a.eml', message(logo, 'logo@x'));
    expect(sample.unread).toEqual([]);
    expect(sample.notes).toMatchObject([{ note: 'decorative-picture', place: { members: ['logo.png'] } }]);
  });

  it('is unread where it is large enough for a form', async () => {
    const scan = scanPng([SSN], { width: 700, height: 500, scale: 2 });
    const sample = await readSample('a.eml', message(scan, 'scan@x'));
    expect(sample.unread).toMatchObject([{ reason: 'image-without-text' }]);
  });

  it('is unread, however small, where it is a file of its own', async () => {
    const content = scanPng(['OWD'], { width: 80, height: 30, scale: 1 });
    const attachments = [{ name: 'logo.png', type: 'image/png', content }];
    const sample = await readSample('a.eml', eml({ ...HEAD, text: 'see file\n', attachments }));
    expect(sample.unread).toMatchObject([{ reason: 'image-without-text' }]);
  });
});

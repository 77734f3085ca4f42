import { describe, expect, it } from 'vitest';
import { everythingOf, readSample, textOf } from './read-sample.ts';

describe('text that was escaped', () => {
  it.each([
    ['a query of a log', 'GET /find?q=ssn%3D449-11-2233&x=1 200', 'ssn=449-11-2233'],
    ['dashes of a query', 'GET /find?ssn=449%2D11%2D2233 200', 'ssn=449-11-2233'],
    ['small letters', 'ssn%3a%20449%2d11%2d2233', 'ssn: 449-11-2233'],
    ['an object within a query', 'q=%7B%22ssn%22%3A%22449-11-2233%22%7D', '{"ssn":"449-11-2233"}'],
    ['dashes as character references', 'SSN 449&#45;11&#x2D;2233', 'SSN 449-11-2233'],
    ['blanks as character references', 'SSN 449&#160;11&#32;2233', 'SSN 449\u00a011 2233'],
  ])('%s', async (_what, written, read) => {
    expect(textOf(await readSample('access.log', `first line\n${written}\n`))).toContain(read);
  });

  it.each([
    ['a number between percent signs of a query', "WHERE ssn LIKE '%449112233%'"],
    ['a number behind one', "WHERE ssn LIKE '%208-11-2233'"],
    ['percentages', 'rose 12% to 449% of 20%'],
    ['a word with a percent sign that escapes nothing', 'rate=5%&ssn=449-11-2233%2D'],
    ['line ends', 'a%20b'],
    ['letters as character references', 'Jos&#233; &#8364;'],
  ])('but %s stay as they are', async (_what, written) => {
    expect(textOf(await readSample('notes.txt', `first line\n${written}\n`))).toContain(written);
  });

  it('keeps its lines, however many escapes stand in one word', async () => {
    const sample = await readSample('a.log', `${'%0A%2D'.repeat(200_000)}\nSSN%3D449-11-2233\n`);
    expect(everythingOf(sample).trimEnd().split('\n')).toHaveLength(2);
  });
});

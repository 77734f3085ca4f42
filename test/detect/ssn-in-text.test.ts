import { describe, expect, test } from 'vitest';
import { detector, found, told } from './setting.ts';

describe('SSNs as people write them', () => {
  test.each([
    ['dashes', 'SSN: 449-87-4100', '449-87-4100'],
    ['spaces', 'SSN 449 87 4100', '449 87 4100'],
    ['dots', 'ssn 449.87.4100', '449.87.4100'],
    ['bare behind a label', 'SS# 449874100', '449874100'],
    ['no-break spaces', 'SSN: 449\u00a087\u00a04100', '449\u00a087\u00a04100'],
    ['non-breaking hyphens', 'SSN: 449\u201187\u20114100', '449\u201187\u20114100'],
    ['en dashes', 'SSN: 449\u201387\u20134100', '449\u201387\u20134100'],
    ['minus signs', 'SSN: 449\u221287\u22124100', '449\u221287\u22124100'],
    ['full-width digits', 'SSN: ４４９－８７－４１００', '４４９－８７－４１００'],
    ['zero-width spaces', 'SSN: 449\u200b-87-\u200b4100', '449\u200b-87-\u200b4100'],
    ['soft hyphens', 'SSN: 449-\u00ad87-4100', '449-\u00ad87-4100'],
    ['a soft line wrap', 'SSN: 449-87-\n4100', '449-87-\n4100'],
    ['a wrap in quoted mail', 'SSN: 449-87-\n> 4100', '449-87-\n> 4100'],
    ['glued to a word', 'SSN449-87-4100Patient', '449-87-4100'],
    ['a JSON number', '{"ssn":449874100,"x":1}', '449874100'],
    ['a camelCase key', '{"employeeSsn":"449874100"}', '449874100'],
    ['XML', '<SSN>449874100</SSN>', '449874100'],
    ['Spanish', 'Número de Seguro Social: 449-87-4100', '449-87-4100'],
    ['a label on the line before', 'Social Security Number\n449874100', '449874100'],
    ['a label behind', '449-87-4100 (SSN)', '449-87-4100'],
    ['letters for digits', 'SSN: 4I9-87-41OO', '4I9-87-41OO'],
    ['behind an astral character', '😀 SSN: 449-87-4100', '449-87-4100'],
    ['behind a lone surrogate', '\ud800 SSN: 449-87-4100', '449-87-4100'],
    ['among NULs', '\0\0SSN: 449-87-4100\0', '449-87-4100'],
  ])('%s', (_what, text, value) => {
    const all = told(text).filter(({ type }) => type === 'us-ssn');
    expect(all.map(({ start, end }) => text.slice(start, end))).toEqual([value]);
  });

  test('a list inherits the label of its first member', () => {
    expect(
      found('SSNs: 449874100, 512384471 and 318267741', 'us-ssn').filter((one) => !one.endsWith(':low')).length,
    ).toBe(3);
  });

  test('dashes alone are enough for medium, nine bare digits never', () => {
    expect(found('call about 449-87-4100 today', 'us-ssn')).toEqual(['449-87-4100:medium']);
    expect(told('the number 449874100 stands here').map(({ type }) => type)).not.toContain('us-ssn');
  });

  test('masked and last-four forms are their own types', () => {
    expect(told('SSN: ***-**-4100').map(({ type }) => type)).toEqual(['us-ssn-masked']);
    expect(told('last four of SSN: 4100').map(({ type }) => type)).toContain('us-ssn-last-four');
  });

  test('a published sample is low and says so', () => {
    const [finding] = detector.detectText('SSN: 078-05-1120');
    expect(finding?.confidence).toBe('low');
    expect(finding?.evidence.join()).toContain('sample');
  });

  test('the nine hundreds are ITIN, ATIN or nothing', () => {
    expect(told('SSN/ITIN: 912-70-1234').map(({ type }) => type)).toEqual(['us-itin']);
    expect(told('ID 912-89-1234')).toEqual([]);
  });
});

describe('what is not an SSN', () => {
  test.each([
    ['areas never assigned', 'SSN 000-12-3456 SSN 666-12-3456'],
    ['group and serial of zeros', 'SSN 123-00-4567 SSN 123-45-0000'],
    ['a decimal fraction', 'ratio 0.449874100'],
    ['a longer number', '1449-87-4100-22'],
    ['a UUID', '44987410-0123-4567-8901-234567890123'],
    ['a hash', 'sha1 449874100abcdef449874100abcdef4498741001'],
    ['an order number', 'Order number: 449874100'],
    ['a cause number', 'Cause No. 322040411'],
    ['ZIP+4 without its dash', 'Jefferson City, MO 651012345'],
    ['a phone', 'call 573-555-0142 or (573) 555-0142'],
    ['an employer', 'EIN: 43-1234567'],
    ['a version', 'v449.87.4100.2'],
    ['an amount', 'total $449874100'],
    ['part of a part number', 'part 449-87-4100-A7'],
    ['a row of numbers', 'FullMatch("100 40 0100 0x40")'],
    ['a number made up for manuals', "ssn => '123-45-9999'"],
  ])('%s', (_what, text) => {
    expect(told(text).filter(({ type }) => type === 'us-ssn')).toEqual([]);
  });
});

describe('what is no card, account or licence', () => {
  test.each([
    ['rows of a table of codes', '5290 5291 5292 5293 5294 5295'],
    ['hexadecimal letters', 'TIBETAN LETTER DDA\n11422 0DDA'],
    ['machine integers', 'dl=f&2147483646;acct=2147483647'],
    ['a sentence that ends in a label', 'he closed the account\n407589 people came'],
  ])('%s', (_what, text) => {
    const calm = ['payment-card', 'us-bank-account', 'us-driver-license', 'us-ssn'];
    expect(told(text).filter(({ type }) => calm.includes(type))).toEqual([]);
  });
});

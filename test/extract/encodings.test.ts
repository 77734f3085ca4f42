import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { everythingOf, readSample, textOf } from './read-sample.ts';

const SSN = '489-27-3146';

/** Words of a language that the page was made for, so that its bytes look as they do in life. */
const WORDS = {
  western: 'Señora Muñoz pidió información sobre su pensión; José García vivió en Málaga. Größe, façade, naïve, Åse.',
  central: 'Paní Nováková žádá o příspěvek; pan Łukasz Wójcik mieszkał w Łodzi. Győr, Škoda, Čeněk, źródło.',
  cyrillic: 'Гражданка Иванова просит о пособии; господин Петров жил в Москве. Заявление получено вчера.',
  greek: 'Η κυρία Παπαδοπούλου ζητά επίδομα· ο κύριος Γεωργίου έζησε στην Αθήνα. Η αίτηση ελήφθη.',
  turkish: 'Bayan Yılmaz işsizlik ödeneği istiyor; Bay Şahin İzmir’de yaşadı. Başvuru dün alındı, gün geçti.',
  hebrew: 'גברת כהן מבקשת קצבה; מר לוי גר בירושלים. הבקשה התקבלה אתמול.',
  arabic: 'تطلب السيدة فاطمة إعانة؛ عاش السيد أحمد في القاهرة. وصل الطلب أمس.',
  baltic: 'Ponia Žukauskienė prašo pašalpos; ponas Bērziņš dzīvoja Rīgā. Prašymas gautas vakar.',
  vietnamese: 'Ba Nguyen xin tro cap that nghiep; ong Tran song o Hue. Don xin da nhan hom qua.',
  japanese: '鈴木さんは失業手当を申請しました。田中さんは東京に住んでいました。申請書は昨日受け取られました。',
  chinese: '王女士申请失业救济金；李先生住在北京。申请书昨天收到。请在表格上签名。',
  traditional: '王女士申請失業救濟金；李先生住在臺北。申請書昨天收到。請在表格上簽名。',
  korean: '김씨는 실업 수당을 신청했습니다. 박씨는 서울에 살았습니다. 신청서는 어제 접수되었습니다.',
} as const;

const PAGES: Readonly<Record<keyof typeof WORDS, readonly string[]>> = {
  western: ['windows-1252', 'iso-8859-1', 'iso-8859-15', 'macroman', 'cp437', 'cp850', 'utf-8'],
  central: ['windows-1250', 'iso-8859-2', 'cp852', 'maccenteuro'],
  cyrillic: ['windows-1251', 'iso-8859-5', 'koi8-r', 'cp866', 'maccyrillic'],
  greek: ['windows-1253', 'iso-8859-7'],
  turkish: ['windows-1254', 'iso-8859-9'],
  hebrew: ['windows-1255', 'iso-8859-8'],
  arabic: ['windows-1256', 'iso-8859-6'],
  baltic: ['windows-1257', 'iso-8859-4', 'iso-8859-13'],
  vietnamese: ['windows-1258'],
  japanese: ['shift_jis', 'euc-jp'],
  chinese: ['gb18030', 'gbk', 'gb2312'],
  traditional: ['big5'],
  korean: ['euc-kr', 'windows-949'],
};

const WIDE = ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const;

/** IBM code page 37 of letters, digits, blank, hyphen, colon and line end (https://www.ibm.com/docs/en/i/7.5?topic=sets-code-page-37). */
function ebcdic(text: string): Buffer {
  const LETTERS = [
    ['abcdefghi', 0x81],
    ['jklmnopqr', 0x91],
    ['stuvwxyz', 0xa2],
    ['ABCDEFGHI', 0xc1],
    ['JKLMNOPQR', 0xd1],
    ['STUVWXYZ', 0xe2],
    ['0123456789', 0xf0],
  ] as const;
  const bytes = new Map<string, number>([
    [' ', 0x40],
    ['-', 0x60],
    [':', 0x7a],
    ['.', 0x4b],
    ['\n', 0x25],
  ]);
  for (const [letters, first] of LETTERS)
    for (const [at, letter] of [...letters].entries()) bytes.set(letter, first + at);
  return Buffer.from([...text].map((letter) => bytes.get(letter) ?? 0x40));
}

async function expectRead(bytes: Buffer): Promise<void> {
  const sample = await readSample('letter.txt', bytes);
  expect(sample.unread).toEqual([]);
  expect(textOf(sample)).toContain(SSN);
}

describe('a number in a text in', () => {
  const pages = (Object.keys(WORDS) as (keyof typeof WORDS)[]).flatMap((language) =>
    PAGES[language].map((page) => ({ page, language })),
  );

  it.each(pages)('$page ($language) is read', async ({ page, language }) => {
    const text = `${WORDS[language]}\r\nSSN: ${SSN}\r\n${WORDS[language]}\r\n`;
    await expectRead(iconv.encode(text, page));
    // One such line among many plain ones: the usual case.
    await expectRead(iconv.encode(`${'Plain line of a log.\n'.repeat(300)}${text}`, page));
  });

  it.each(WIDE)('%s is read with a mark and without', async (page) => {
    for (const words of [...Object.values(WORDS), 'only plain letters here']) {
      const text = `${words}\r\nSSN: ${SSN}\r\n${words}\r\n`;
      await expectRead(iconv.encode(text, page, { addBOM: true }));
      await expectRead(iconv.encode(text, page, { addBOM: false }));
    }
  });

  it('UTF-8 with a mark is read', async () => {
    await expectRead(Buffer.from(`\ufeff${WORDS.western}\nSSN: ${SSN}\n`));
  });

  it('EBCDIC is read', async () => {
    await expectRead(ebcdic(`Claimant Opal Quarles lives in Jefferson City.\nSSN: ${SSN}\nPaid on time.\n`.repeat(4)));
  });
});

describe('a few zero bytes in text of bytes', () => {
  it.each([
    ['one in a table', Buffer.from('Name,SSN\nOpal\0Quarles,489-27-3146\n')],
    ['one for a line end', Buffer.from('Name,SSN\0Opal Quarles,489-27-3146\n')],
    ['with accents in UTF-8', Buffer.from('Nombre,SSN\nJos\u00e9 Mu\u00f1oz\0 ,489-27-3146\n')],
    [
      'with accents in a Windows page',
      Buffer.from(`Nombre,SSN\nJos\u00e9 Mu\u00f1oz\0 ,489-27-3146\n${'Ana Ruiz,\n'.repeat(9)}`, 'latin1'),
    ],
  ])('%s: do not make it UTF-16', async (_what, bytes) => {
    expect(everythingOf(await readSample('roster.csv', bytes))).toContain('489-27-3146');
  });
});

it('looks once at text with long runs of zeros in which other bytes stand', { timeout: 10_000 }, async () => {
  const words = Buffer.from('word '.repeat(2000));
  const bytes = Buffer.concat([words, Buffer.from('\n'), Buffer.alloc(900), words, Buffer.from([1])]);
  const read = await readSample('list.txt', bytes);
  expect(read.unread.length + everythingOf(read).length).toBeGreaterThan(0);
});

import { Tokenizer } from 'htmlparser2';
import { expect } from 'vitest';
import { createHtmlTokens } from '../../src/extract/markup/html-tokens.ts';
import { fc, test } from './property.ts';

/** Events as text; neighbouring texts are one. */
function record(): { readonly events: string[]; readonly add: (kind: string, text?: string) => void } {
  const events: string[] = [];
  const add = (kind: string, text = ''): void => {
    const last = events.at(-1);
    if (kind === 'text' && last?.startsWith('text:')) events[events.length - 1] = last + text;
    else if (kind !== 'text' || text !== '') events.push(`${kind}:${text}`);
  };
  return { events, add };
}

function read(pieces: readonly string[]): string[] {
  const { events, add } = record();
  const tokens = createHtmlTokens({
    openTag: (name) => add('open', name),
    attribute: (name, value) => add('attribute', `${name}=${value}`),
    openTagEnd: (isSelfClosing) => add(isSelfClosing ? 'closed' : 'opened'),
    closeTag: (name) => add('close', name),
    text: (text) => add('text', text),
    aside: (text) => add('aside', text),
  });
  for (const piece of pieces) tokens.write(piece);
  tokens.end();
  return events;
}

/** The tokenizer of htmlparser2 over the whole text. */
function readWhole(text: string): string[] {
  const { events, add } = record();
  const piece = (start: number, end: number): string => (start < 0 ? '' : text.slice(start, end));
  let name = '';
  let value = '';
  const aside = (start: number, end: number): void => add('aside', piece(start, end));
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname: (start, end) => add('open', piece(start, end).toLowerCase()),
      onopentagend: () => add('opened'),
      onselfclosingtag: () => add('closed'),
      onclosetag: (start, end) => add('close', piece(start, end).toLowerCase()),
      ontext: (start, end) => add('text', piece(start, end)),
      ontextentity: (code) => add('text', String.fromCodePoint(code)),
      onattribname: (start, end) => {
        name = piece(start, end).toLowerCase();
        value = '';
      },
      onattribdata: (start, end) => {
        value += piece(start, end);
      },
      onattribentity: (code) => {
        value += String.fromCodePoint(code);
      },
      onattribend: () => add('attribute', `${name}=${value}`),
      oncomment: aside,
      oncdata: (start, end) => add('text', piece(start, end)),
      ondeclaration: aside,
      onprocessinginstruction: aside,
      onend() {},
    },
  );
  tokenizer.write(text);
  tokenizer.end();
  return events;
}

const bit = fc.constantFrom(
  ...[
    '<',
    '>',
    '</',
    '/>',
    '<!--',
    '-->',
    '<!',
    '<?',
    '<![CDATA[',
    ']]>',
    '"',
    "'",
    '=',
    '&',
    ';',
    '#',
    ' ',
    '\n',
    '/',
  ],
  ...['<p>', '</p>', '<B class="x">', "<td width='3'>", '<br/>', '<input value="449-87-4100">', '<a href="?a=1&b=2">'],
  ...['<script>', '</script>', '</scripty>', '<script/>', '<style>', '</style >', '<TITLE>', '</title>', '<textarea>'],
  ...['</textarea\n>', '<strong>', '&amp;', '&amp', '&#49;', '&#x31', '&nbsp', '&notit;', 'a', 'b > c', '449-87-4100'],
  ...[
    'a < b',
    '<img alt=x>',
    '<img alt=x/>',
    '<input disabled>',
    '<p =x>',
    '<x y="',
    '<é>',
    '<p title="a>b">',
    '</ p>',
    '</>',
  ],
);

const page = fc.array(bit, { maxLength: 24 });

test.prop([page])('reads what the tokenizer reads', (bits) => {
  const text = bits.join('');
  expect(read([text])).toEqual(readWhole(text));
});

test.prop([page, fc.array(fc.nat(60), { maxLength: 4 })])('reads the same wherever the text is cut', (bits, cuts) => {
  const text = bits.join('');
  const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length].sort((a, b) => a - b);
  const pieces = places.slice(1).map((end, at) => text.slice(places[at], end));
  expect(read(pieces)).toEqual(readWhole(text));
});

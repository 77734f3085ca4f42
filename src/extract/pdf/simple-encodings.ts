/** Encodings of simple fonts (ISO 32000-1:2008, annex D): the character of each code, U+0000 where it is not sure. */
export type SimpleEncoding = 'WinAnsiEncoding' | 'MacRomanEncoding' | 'StandardEncoding';

const UPPER_HALVES: Readonly<Record<SimpleEncoding, string>> = {
  WinAnsiEncoding: new TextDecoder('windows-1252')
    .decode(Uint8Array.from({ length: 128 }, (_, index) => index + 128))
    .replace(/[\u0080-\u009f]/g, '\0')
    .replace('\u00a0', '\0')
    .replace('\u00ad', '\0'),
  MacRomanEncoding: new TextDecoder('macintosh')
    .decode(Uint8Array.from({ length: 128 }, (_, index) => index + 128))
    .replace(/[\u00a0\u03a9\ufb01\ufb02\u20ac\uf8ff]/g, '\0'),
  // All of its upper half is rare: none of it is taken for sure.
  StandardEncoding: '\0'.repeat(128),
};

export function isSimpleEncoding(name: unknown): name is SimpleEncoding {
  return name === 'WinAnsiEncoding' || name === 'MacRomanEncoding' || name === 'StandardEncoding';
}

/** UTF-16 units of the 256 codes. */
export function encodingUnits(encoding: SimpleEncoding): Uint16Array {
  const units = new Uint16Array(256);
  for (let code = 32; code < 127; code += 1) units[code] = code;
  if (encoding === 'StandardEncoding') {
    units[0x27] = 0x2019;
    units[0x60] = 0x2018;
  }
  const upper = UPPER_HALVES[encoding];
  for (let code = 128; code < 256; code += 1) units[code] = upper.charCodeAt(code - 128);
  return units;
}

/** Glyph names of U+0020 to U+007E, then of U+00A1 to U+00FF (without U+00AD), by the Adobe Glyph List. */
const ASCII_NAMES =
  'space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde';
const LATIN_NAMES =
  'exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot - registered macron degree plusminus - - acute - paragraph periodcentered cedilla - ordmasculine guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis igrave iacute icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis';

const GLYPH_UNITS = new Map<string, number>([
  ...ASCII_NAMES.split(' ').map((name, index): [string, number] => [name, 0x20 + index]),
  ...LATIN_NAMES.split(' ').map((name, index): [string, number] => [name, 0xa1 + index]),
  ['bullet', 0x2022],
  ['ellipsis', 0x2026],
  ['emdash', 0x2014],
  ['endash', 0x2013],
  ['quoteleft', 0x2018],
  ['quoteright', 0x2019],
  ['quotedblleft', 0x201c],
  ['quotedblright', 0x201d],
  ['quotesinglbase', 0x201a],
  ['quotedblbase', 0x201e],
  ['guilsinglleft', 0x2039],
  ['guilsinglright', 0x203a],
  ['dagger', 0x2020],
  ['daggerdbl', 0x2021],
  ['Euro', 0x20ac],
  ['trademark', 0x2122],
  ['minus', 0x2212],
  ['dotlessi', 0x0131],
  ['OE', 0x0152],
  ['oe', 0x0153],
  ['Scaron', 0x0160],
  ['scaron', 0x0161],
  ['Zcaron', 0x017d],
  ['zcaron', 0x017e],
  ['ff', 0xfb00],
  ['fi', 0xfb01],
  ['fl', 0xfb02],
  ['ffi', 0xfb03],
  ['ffl', 0xfb04],
]);
GLYPH_UNITS.delete('-');

/** UTF-16 unit of a glyph name; 0 where it is not sure. */
export function glyphUnit(name: string): number {
  const code = /^uni([\dA-F]{4})$/.exec(name)?.[1];
  return code ? Number.parseInt(code, 16) : (GLYPH_UNITS.get(name) ?? 0);
}

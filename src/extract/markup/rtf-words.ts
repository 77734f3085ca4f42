import type { PlacePart } from '../../model/index.ts';

/** Destinations whose text is not the document's, and where it stands; nothing for those without text of a person. */
export const DESTINATIONS: Readonly<Record<string, PlacePart | 'skip'>> = {
  fonttbl: 'skip',
  colortbl: 'skip',
  stylesheet: 'skip',
  listtable: 'skip',
  listoverridetable: 'skip',
  rsidtbl: 'skip',
  themedata: 'skip',
  colorschememapping: 'skip',
  latentstyles: 'skip',
  datastore: 'skip',
  pict: 'skip',
  objdata: 'skip',
  xmlnstbl: 'skip',
  generator: 'skip',
  mmathPr: 'skip',
  pgdsctbl: 'skip',
  pnseclvl: 'skip',
  filetbl: 'skip',
  revtbl: 'metadata',
  info: 'metadata',
  userprops: 'metadata',
  docvar: 'metadata',
  header: 'header',
  headerl: 'header',
  headerr: 'header',
  headerf: 'header',
  footer: 'footer',
  footerl: 'footer',
  footerr: 'footer',
  footerf: 'footer',
  footnote: 'footnote',
  annotation: 'comment',
  atnid: 'comment',
  atnauthor: 'comment',
  fldinst: 'field',
  shptxt: 'text-box',
  ffdeftext: 'field',
  ffname: 'field',
  wgrffmtfilter: 'skip',
  blipuid: 'skip',
  bkmkstart: 'metadata',
  bkmkend: 'skip',
  nonshppict: 'skip',
  formfield: 'field',
  sn: 'skip',
  sv: 'alt-text',
  background: 'skip',
};

/** Control words that are characters. */
export const CHARACTERS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  tab: '\t',
  emdash: '\u2014',
  endash: '\u2013',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201c',
  rdblquote: '\u201d',
  bullet: '\u2022',
  emspace: ' ',
  enspace: ' ',
  '~': '\u00a0',
  _: '-',
  '-': '',
  softline: '\n',
};

/** \fcharset of a font, where it says more than the document's code page. */
export const FONT_ENCODINGS: Readonly<Record<number, string>> = {
  77: 'macroman',
  128: 'shift_jis',
  129: 'cp949',
  134: 'gbk',
  136: 'big5',
  161: 'cp1253',
  162: 'cp1254',
  163: 'cp1258',
  177: 'cp1255',
  178: 'cp1256',
  186: 'cp1257',
  204: 'cp1251',
  222: 'cp874',
  238: 'cp1250',
  254: 'cp437',
  255: 'cp850',
};

/** Name of a Windows code page as iconv-lite takes it. */
export function codePageName(page: number): string {
  if (page === 10000) return 'macroman';
  if (page === 932) return 'shift_jis';
  return page === 65001 ? 'utf8' : `cp${page}`;
}

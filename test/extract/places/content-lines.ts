import { strToU8, zipSync } from 'fflate';
import type { PlacesOfFormat } from './planted.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const card = (...lines: readonly string[]): string =>
  ['BEGIN:VCARD', 'VERSION:3.0', 'FN:Opal Quarles', ...lines, 'END:VCARD', ''].join('\r\n');

/** Cards, calendars and directories. */
export const contentLinePlaces: PlacesOfFormat = {
  name: 'people.vcf',
  places: {
    'note of a card': (v) => card(`NOTE:number ${v}`),
    'folded line of a card': (v) => card(`NOTE:number ${v.slice(0, 5)}`, ` ${v.slice(5)}`),
    'folded last line': (v) => `BEGIN:VCARD\nNOTE:${v.slice(0, 5)}\n\t${v.slice(5)}`,
    'base64 value of a card': (v) => card(`NOTE;ENCODING=b:${base64(v)}`),
    'quoted-printable value of a card': (v) =>
      card(
        `NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:a=20${v.slice(0, 4).replace('-', '=2D')}=`,
        v.slice(4).replace('-', '=2D'),
      ),
    'file in a card': (v) =>
      card(`ATTACH;ENCODING=b:${Buffer.from(zipSync({ 'list.txt': strToU8(`${v}\n`) })).toString('base64')}`),
    'folded line of a calendar': (v) =>
      `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:${v.slice(0, 8)}\r\n ${v.slice(8)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
    'folded line of a directory': (v) => `# people\ndn: cn=Opal\ndescription: ${v.slice(0, 6)}\n ${v.slice(6)}\n`,
    'base64 value of a directory': (v) => `version: 1\ndn: cn=Opal\nssn:: ${base64(v)}\n`,
  },
};

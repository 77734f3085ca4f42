import { strToU8, zipSync } from 'fflate';
import type { PlacesOfFormat } from './planted.ts';

const packed = (kind: string, body: string, parts: Readonly<Record<string, string>> = {}): Uint8Array =>
  zipSync({
    mimetype: [strToU8(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }],
    'content.xml': strToU8(
      `<office:document-content><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    ),
    'META-INF/manifest.xml': strToU8('<manifest/>'),
    ...Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
  });
const cellOf = (inner: string, attributes = ''): string =>
  `<table:table table:name="Pay"><table:table-row><table:table-cell${attributes}>${inner}</table:table-cell></table:table-row></table:table>`;

export const odtPlaces: PlacesOfFormat = {
  name: 'letter.odt',
  places: {
    'hidden text': (v) => packed('text', `<text:p><text:hidden-text text:string-value="${v}"/></text:p>`),
    'hidden paragraph': (v) => packed('text', `<text:p><text:hidden-paragraph>${v}</text:hidden-paragraph></text:p>`),
    'user-defined property': (v) =>
      packed('text', '', {
        'meta.xml': `<office:document-meta><office:meta><meta:user-defined meta:name="n">${v}</meta:user-defined></office:meta></office:document-meta>`,
      }),
    'variable field': (v) =>
      packed(
        'text',
        `<text:user-field-decls><text:user-field-decl office:string-value="${v}"/></text:user-field-decls>`,
      ),
    'input field prompt': (v) =>
      packed('text', `<text:p><text:text-input text:description="${v}">x</text:text-input></text:p>`),
    'form control': (v) =>
      packed('text', `<office:forms><form:form><form:text form:current-value="${v}"/></form:form></office:forms>`),
    'list of a form control': (v) =>
      packed(
        'text',
        `<office:forms><form:form><form:listbox><form:option form:label="${v}"/></form:listbox></form:form></office:forms>`,
      ),
    'link address': (v) => packed('text', `<text:p><text:a xlink:href="https://example.org/${v}">x</text:a></text:p>`),
    'comment author': (v) =>
      packed('text', `<text:p><office:annotation><dc:creator>${v}</dc:creator></office:annotation></text:p>`),
    'embedded document': (v) =>
      packed('text', '', {
        'Object 1/content.xml': `<office:document-content><office:body><office:text><text:p>${v}</text:p></office:text></office:body></office:document-content>`,
      }),
    'property of an embedded document': (v) =>
      packed('text', '', {
        'Object 1/content.xml': '<office:document-content/>',
        'Object 1/meta.xml': `<office:document-meta><office:meta><dc:title>${v}</dc:title></office:meta></office:document-meta>`,
      }),
    'header of an embedded document': (v) =>
      packed('text', '', {
        'Object 1/styles.xml': `<office:document-styles><style:master-page><style:header><text:p>${v}</text:p></style:header></style:master-page></office:document-styles>`,
      }),
    'first-page footer': (v) =>
      packed('text', '', {
        'styles.xml': `<office:document-styles><style:master-page><style:footer-first><text:p>${v}</text:p></style:footer-first></style:master-page></office:document-styles>`,
      }),
    'bookmark name': (v) => packed('text', `<text:p><text:bookmark text:name="${v}"/>x</text:p>`),
    'name of a marked stretch': (v) =>
      packed('text', `<text:p><text:bookmark-start text:name="${v}"/>x<text:bookmark-end text:name="${v}"/></text:p>`),
    'section name': (v) => packed('text', `<text:section text:name="${v}"><text:p>x</text:p></text:section>`),
    'frame name': (v) => packed('text', `<text:p><draw:frame draw:name="${v}"/></text:p>`),
    macro: (v) => packed('text', '', { 'Basic/Standard/Module1.xml': `<script:module>x = "${v}"</script:module>` }),
  },
};

export const odsPlaces: PlacesOfFormat = {
  name: 'pay.ods',
  places: {
    'cell value not shown': (v) => packed('spreadsheet', cellOf('', ` office:string-value="${v}"`)),
    'number shown otherwise': (v) =>
      packed('spreadsheet', cellOf('<text:p>2E+08</text:p>', ` office:value="${v.replaceAll('-', '')}"`)),
    'constant in a formula': (v) =>
      packed('spreadsheet', cellOf('<text:p>1</text:p>', ` table:formula="of:=IF(A1=&quot;${v}&quot;;1)"`)),
    comment: (v) => packed('spreadsheet', cellOf(`<office:annotation><text:p>${v}</text:p></office:annotation>`)),
    'hidden row': (v) =>
      packed(
        'spreadsheet',
        `<table:table table:name="P"><table:table-row table:visibility="collapse"><table:table-cell><text:p>${v}</text:p></table:table-cell></table:table-row></table:table>`,
      ),
    'sheet name': (v) => packed('spreadsheet', `<table:table table:name="x ${v}"/>`),
    'data validation': (v) =>
      packed(
        'spreadsheet',
        `<table:content-validations><table:content-validation table:condition="of:cell-content-is-in-list(&quot;${v}&quot;)"/></table:content-validations>`,
      ),
    'data validation help': (v) =>
      packed(
        'spreadsheet',
        `<table:content-validations><table:content-validation><table:help-message><text:p>${v}</text:p></table:help-message></table:content-validation></table:content-validations>`,
      ),
    'defined name': (v) =>
      packed(
        'spreadsheet',
        `<table:named-expressions><table:named-expression table:expression="&quot;${v}&quot;"/></table:named-expressions>`,
      ),
    'filter criterion': (v) =>
      packed(
        'spreadsheet',
        `<table:database-ranges><table:database-range><table:filter><table:filter-condition table:value="${v}"/></table:filter></table:database-range></table:database-ranges>`,
      ),
    'earlier cell content': (v) =>
      packed(
        'spreadsheet',
        `<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell><text:p>${v}</text:p></table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>`,
      ),
    'sheet header': (v) =>
      packed('spreadsheet', '', {
        'styles.xml': `<office:document-styles><style:master-page><style:header><style:region-left><text:p>${v}</text:p></style:region-left></style:header></style:master-page></office:document-styles>`,
      }),
  },
};

export const odpPlaces: PlacesOfFormat = {
  name: 'talk.odp',
  places: {
    'text box': (v) =>
      packed(
        'presentation',
        `<draw:page><draw:frame><draw:text-box><text:p>${v}</text:p></draw:text-box></draw:frame></draw:page>`,
      ),
    'speaker notes': (v) =>
      packed('presentation', `<draw:page><presentation:notes><text:p>${v}</text:p></presentation:notes></draw:page>`),
    'alt text': (v) =>
      packed('presentation', `<draw:page><draw:frame><svg:desc>${v}</svg:desc></draw:frame></draw:page>`),
    'footer declaration': (v) =>
      packed('presentation', `<presentation:footer-decl presentation:name="f">${v}</presentation:footer-decl>`),
    comment: (v) =>
      packed('presentation', `<draw:page><office:annotation><text:p>${v}</text:p></office:annotation></draw:page>`),
    'slide name': (v) => packed('presentation', `<draw:page draw:name="${v}"/>`),
  },
};

const html = (body: string): string => `<!doctype html><html><head><title>x</title></head><body>${body}</body></html>`;
export const htmlPlaces: PlacesOfFormat = {
  name: 'page.html',
  places: {
    comment: (v) => html(`<!-- ${v} -->`),
    attribute: (v) => html(`<div data-ssn="${v}">x</div>`),
    'element id': (v) => html(`<div id="${v}">x</div>`),
    'link address': (v) => html(`<a href="/case?ssn=${v}">x</a>`),
    'alt text': (v) => html(`<img src="x" alt="${v}">`),
    script: (v) => html(`<script>var ssn = "${v}";</script>`),
    style: (v) => html(`<style>a::after { content: "${v}" }</style>`),
    'hidden element': (v) => html(`<div style="display:none">${v}</div>`),
    'hidden input': (v) => html(`<input type="hidden" value="${v}">`),
    textarea: (v) => html(`<textarea>${v}</textarea>`),
    template: (v) => html(`<template><p>${v}</p></template>`),
    noscript: (v) => html(`<noscript>${v}</noscript>`),
    'meta content': (v) => html(`<meta name="author" content="${v}">`),
    title: (v) => `<!doctype html><html><head><title>${v}</title></head></html>`,
    'character references': (v) => html(`<p>${[...v].map((c) => `&#${c.charCodeAt(0)};`).join('')}</p>`),
    'split by elements': (v) => html(`<p>${v.slice(0, 6)}<b>${v.slice(6)}</b></p>`),
    'base64 data address': (v) => html(`<a href="data:text/plain;base64,${Buffer.from(v).toString('base64')}">x</a>`),
  },
};

const mail = (headers: readonly string[], body: string): string =>
  [
    'From: a@example.org',
    'To: b@example.org',
    'Subject: x',
    'Date: Mon, 2 Nov 2026 10:00:00 -0600',
    ...headers,
    '',
    body,
    '',
  ].join('\r\n');
const multipart = (...parts: readonly (readonly string[])[]): string =>
  mail(
    ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="x"'],
    [...parts.flatMap((part) => ['--x', ...part]), '--x--'].join('\r\n'),
  );
/** One line of uuencode: its length, then each three bytes as four characters. */
function uuencoded(text: string): string {
  const bytes = Buffer.from(text);
  const base64 = bytes.toString('base64').replace(/=/g, 'A');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const body = [...base64].map((sign) => String.fromCharCode((alphabet.indexOf(sign) || 0x40) + 0x20));
  return String.fromCharCode(bytes.length + 0x20) + body.join('');
}

export const emlPlaces: PlacesOfFormat = {
  name: 'mail.eml',
  places: {
    'own header': (v) => mail([`X-Case: ${v}`], 'x'),
    'folded header': (v) => mail([`Keywords: a,\r\n ${v}`], 'x'),
    'encoded header': (v) => mail([`Comments: =?utf-8?Q?case_${v}?=`], 'x'),
    'quoted-printable body': (v) =>
      mail(['MIME-Version: 1.0', 'Content-Transfer-Encoding: quoted-printable'], `${v.slice(0, 5)}=\r\n${v.slice(5)}`),
    'base64 body': (v) =>
      mail(['MIME-Version: 1.0', 'Content-Transfer-Encoding: base64'], Buffer.from(v).toString('base64')),
    'uuencoded file': (v) =>
      mail([], `see below\r\nbegin 644 list.csv\r\n${uuencoded(`name,number\nA,${v}\n`)}\r\n\`\r\nend`),
    'attachment name': (v) =>
      multipart(
        ['Content-Type: text/plain', '', 'x'],
        ['Content-Type: text/plain', `Content-Disposition: attachment; filename="${v}.txt"`, '', 'y'],
      ),
    attachment: (v) =>
      multipart(
        ['Content-Type: text/plain', '', 'x'],
        ['Content-Type: text/csv', 'Content-Disposition: attachment; filename="a.csv"', '', `a,b\r\n${v},c`],
      ),
    'nested mail': (v) => multipart(['Content-Type: message/rfc822', '', mail([], v)]),
    'text before the first part': (v) =>
      mail(
        ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="x"'],
        `This is a message in parts. ${v}\r\n--x\r\nContent-Type: text/plain\r\n\r\nx\r\n--x--`,
      ),
    'text behind the last part': (v) =>
      mail(
        ['MIME-Version: 1.0', 'Content-Type: multipart/mixed;\r\n boundary=x'],
        `--x\r\nContent-Type: text/plain\r\n\r\nx\r\n--x--\r\n${v}`,
      ),
    'text between nested parts': (v) =>
      multipart([
        'Content-Type: multipart/alternative; boundary="y"',
        '',
        v,
        '--y',
        'Content-Type: text/plain',
        '',
        'x',
        '--y--',
      ]),
    'description of a part': (v) => multipart(['Content-Type: text/plain', `Content-Description: case ${v}`, '', 'x']),
    'encoded description of an attachment': (v) =>
      multipart(
        ['Content-Type: text/plain', '', 'x'],
        [
          'Content-Type: text/csv',
          `Content-Description: =?utf-8?Q?case_${v}?=`,
          'Content-Disposition: attachment',
          '',
          'y',
        ],
      ),
    calendar: (v) =>
      multipart(
        ['Content-Type: text/plain', '', 'x'],
        [
          'Content-Type: text/calendar; method=REQUEST',
          '',
          `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:${v}\r\nEND:VEVENT\r\nEND:VCALENDAR`,
        ],
      ),
    'delivery report': (v) =>
      mail(
        ['MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary="x"'],
        `--x\r\nContent-Type: text/plain\r\n\r\nx\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nX-Note: ${v}\r\n--x--`,
      ),
  },
};

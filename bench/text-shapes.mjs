/**
 * Generated texts by shape: each is what such files mostly look like, and each but the tables of people holds no personal data
 * except addresses of networks. The same seed gives the same bytes; everything in them is invented.
 */
import { peopleCsv, personRow, HEADER, prose, seeded } from './corpus.mjs';

const NAMES = 'order item record total count index buffer request response config handler parser token node value result state entry stream cache'.split(' ');
const VERBS = 'read write parse build load find merge open close update create resolve'.split(' ');
const PRODUCTS = 'Desk Chair Lamp Monitor Keyboard Printer Cable Paper Stapler Folder'.split(' ');
const STATUSES = 'open closed pending shipped returned'.split(' ');
const PATHS = '/api/orders /api/items /static/app.js /health /login /reports/weekly /images/logo.png'.split(' ');
const AGENTS = ['Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0', 'curl/8.5.0', 'kube-probe/1.29'];

const pick = (random, list) => list[Math.floor(random() * list.length)];
const below = (random, limit) => Math.floor(random() * limit);
const padded = (number, width) => String(number).padStart(width, '0');
const hex = (random, length) => Array.from({ length }, () => below(random, 16).toString(16)).join('');
const day = (random) => `20${padded(10 + below(random, 16), 2)}-${padded(1 + below(random, 12), 2)}-${padded(1 + below(random, 28), 2)}`;
const time = (random) => `${padded(below(random, 24), 2)}:${padded(below(random, 60), 2)}:${padded(below(random, 60), 2)}`;
const uuid = (random) => [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-');

function lines(random, sizeBytes, line, header = '') {
  const out = header === '' ? [] : [header];
  for (let size = 0; size < sizeBytes; ) {
    const next = line(random);
    out.push(next);
    size += next.length + 1;
  }
  return `${out.join('\n')}\n`;
}

function logLine(random) {
  const address = [10, below(random, 256), below(random, 256), below(random, 256)].join('.');
  if (random() < 0.6)
    return `${address} - - [${padded(1 + below(random, 28), 2)}/Nov/2026:${time(random)} -0600] "GET ${pick(random, PATHS)}?id=${below(random, 9999)} HTTP/1.1" ${pick(random, [200, 200, 304, 404])} ${below(random, 90_000)} "-" "${pick(random, AGENTS)}"`;
  return `${day(random)}T${time(random)}.${padded(below(random, 1000), 3)}Z ${pick(random, ['INFO', 'WARN', 'DEBUG'])} [worker-${below(random, 8)}] request=${uuid(random)} ${pick(random, VERBS)} ${pick(random, NAMES)} took ${below(random, 900)} ms, trace ${hex(random, 16)}`;
}

function codeLine(random) {
  const indent = '  '.repeat(below(random, 4));
  const name = `${pick(random, VERBS)}${pick(random, NAMES).replace(/^./, (letter) => letter.toUpperCase())}`;
  switch (below(random, 6)) {
    case 0:
      return `${indent}const ${name} = ${pick(random, NAMES)}.${pick(random, VERBS)}(${pick(random, NAMES)}, ${below(random, 64)});`;
    case 1:
      return `${indent}if (${pick(random, NAMES)}.length > ${below(random, 4096)}) return ${pick(random, NAMES)}[${below(random, 16)}];`;
    case 2:
      return `${indent}// ${pick(random, VERBS)} each ${pick(random, NAMES)} before the ${pick(random, NAMES)} is ${pick(random, VERBS)}`;
    case 3:
      return `${indent}export function ${name}(${pick(random, NAMES)}: string, limit = 0x${hex(random, 4)}): number {`;
    case 4:
      return `${indent}assert.equal(${name}('${pick(random, NAMES)}-${below(random, 100)}'), ${(random() * 100).toFixed(2)});`;
    default:
      return `${indent}}`;
  }
}

function orderRow(random) {
  return [
    1 + below(random, 900_000),
    day(random),
    pick(random, PRODUCTS),
    pick(random, STATUSES),
    1 + below(random, 40),
    (random() * 900).toFixed(2),
    `${pick(random, PRODUCTS)} for the ${pick(random, ['north', 'south', 'main'])} office`,
    hex(random, 8),
  ];
}

const ORDER_HEADER = ['Order', 'Date', 'Product', 'Status', 'Quantity', 'Amount', 'Remark', 'Revision'];

function orderObject(random) {
  const row = orderRow(random);
  return JSON.stringify({
    order: row[0],
    date: row[1],
    item: { product: row[2], quantity: row[4], amount: row[5] },
    status: row[3],
    remark: row[6],
    tags: [pick(random, NAMES), pick(random, NAMES)],
    done: random() < 0.5,
  });
}

function htmlBlock(random) {
  const text = prose(random, 300).trim();
  return `<div class="note" id="n${below(random, 9999)}"><h3><a href="/notes/${below(random, 9999)}">${pick(random, NAMES)} of the week</a></h3>\n<p style="margin: 0">${text.replaceAll('\n', '<br>\n')}</p>\n<ul><li>${pick(random, NAMES)} &amp; ${pick(random, NAMES)}</li><li><b>${pick(random, VERBS)}</b> the ${pick(random, NAMES)}</li></ul></div>`;
}

/** File name and maker of each. */
export const TEXT_SHAPES = [
  { shape: 'prose', name: 'prose.txt', make: prose },
  { shape: 'log', name: 'server.log', make: (random, sizeBytes) => lines(random, sizeBytes, logLine) },
  { shape: 'code', name: 'program.ts', make: (random, sizeBytes) => lines(random, sizeBytes, codeLine) },
  { shape: 'csv quiet', name: 'orders.csv', make: (random, sizeBytes) => lines(random, sizeBytes, (r) => orderRow(r).join(','), ORDER_HEADER.join(',')) },
  { shape: 'csv dense', name: 'people.csv', make: peopleCsv },
  { shape: 'json', name: 'orders.jsonl', make: (random, sizeBytes) => lines(random, sizeBytes, orderObject) },
  { shape: 'json dense', name: 'people.jsonl', make: (random, sizeBytes) => lines(random, sizeBytes, (r) => JSON.stringify(Object.fromEntries(personRow(r).map((value, at) => [HEADER[at], value])))) },
  { shape: 'html', name: 'notes.html', make: (random, sizeBytes) => `<!doctype html><html><head><title>Notes</title></head><body>\n${lines(random, sizeBytes, htmlBlock)}</body></html>\n` },
];

export function writeShape({ make }, sizeBytes, seed = 7) {
  return make(seeded(seed), sizeBytes);
}

/** Texts with numbers and words that look like identifiers and are none. Each returns a text in which nothing may be found. */
import { digits, int, pad, pick } from './values.mjs';

const nine = (random) => `${int(random, 100, 899)}${digits(random, 6)}`;
const dashed = (random) => `${int(random, 100, 665)}-${pad(int(random, 1, 99), 2)}-${pad(int(random, 1, 9999), 4)}`;
const sixteen = (random) => `4${digits(random, 15)}`;
const hex = (random, count) => Array.from({ length: count }, () => int(random, 0, 15).toString(16)).join('');

/** Prose, forms and logs. Two sets, as in phrases.mjs. */
export const NEAR_MISSES = {
  a: {
    'order-number': (r) => pick(r, [`Order number ${nine(r)} shipped on Monday.`, `Order #${nine(r)}: two boxes of toner`, `PO ${nine(r)} was closed`]),
    tracking: (r) => pick(r, [`Tracking number ${digits(r, 12)} (FedEx)`, `USPS tracking 9400${digits(r, 18)}`, `1Z${digits(r, 3)}AA${digits(r, 10)} left the depot`]),
    'zip-plus-four': (r) => pick(r, [`Jefferson City, MO ${int(r, 63001, 65899)}-${digits(r, 4)}`, `ZIP code ${int(r, 63001, 65899)}${digits(r, 4)}`]),
    'part-number': (r) => pick(r, [`Part number ${dashed(r)}`, `replace filter P/N ${dashed(r)}`, `SKU ${dashed(r)} is out of stock`]),
    'case-number': (r) => pick(r, [`Case number ${nine(r)}`, `Case No. 2${digits(r, 3)}-CR-${digits(r, 5)}`, `Docket ${int(r, 15, 24)}-${digits(r, 6)}`]),
    log: (r) => pick(r, [`2024-03-18 10:11:12.${digits(r, 3)} INFO [${nine(r)}] worker done in ${digits(r, 3)} ms`, `pid=${digits(r, 5)} event_id=${nine(r)} bytes=${digits(r, 9)}`, `trace ${hex(r, 32)} span ${hex(r, 16)}`]),
    hash: (r) => pick(r, [`sha1 ${hex(r, 40)}`, `md5: ${hex(r, 32)}`, `commit ${hex(r, 40)}\nAuthor: builds`]),
    isbn: (r) => pick(r, [`ISBN 978-0-${digits(r, 3)}-${digits(r, 5)}-${digits(r, 1)}`, `ISBN-13: 978${digits(r, 10)}`]),
    money: (r) => pick(r, [`Total $${int(r, 100, 999)},${digits(r, 3)},${digits(r, 3)}.00`, `The award is ${nine(r)} dollars`, `USD ${nine(r)}`]),
    coordinates: (r) => `${int(r, 36, 40)}.${digits(r, 9)}, -${int(r, 89, 95)}.${digits(r, 9)}`,
    'gtin-ean': (r) => pick(r, [`UPC ${digits(r, 12)}`, `EAN 4${digits(r, 12)}`, `GTIN 0${digits(r, 13)}`, `barcode ${digits(r, 13)}`]),
    imei: (r) => pick(r, [`IMEI 35${digits(r, 13)}`, `device imei: 35${digits(r, 13)}`]),
    timestamps: (r) => pick(r, [`at ${int(r, 1500000000, 1780000000)}${digits(r, 3)} the job ended`, `ts=${int(r, 1500000000, 1780000000)}`, `20240318${digits(r, 6)}`]),
    'bare-nine': (r) => pick(r, [`The office has ${nine(r)} rows`, `value ${nine(r)} was returned`, `see ${nine(r)} for details`]),
    'never-assigned': (r) => pick(r, [`SSN: 000-${digits(r, 2)}-${digits(r, 4)}`, `SSN 666-${pad(int(r, 1, 99), 2)}-${digits(r, 4)}`, `SSN: ${int(r, 100, 665)}-00-${digits(r, 4)}`, `social security ${int(r, 100, 665)}-${pad(int(r, 1, 99), 2)}-0000`, 'SSN 078-05-1120']),
    'no-value': (r) => pick(r, ['SSN: ____________', 'Social Security Number (last four digits only)', 'Enter your SSN below and sign page 2 of form 21-4138.', 'DOB: __/__/____', 'Account number: N/A', 'Credit card: none on file', 'Passport No.: pending']),
    'wrong-check-digit': (r) => pick(r, ['Visa 4111 1111 1111 1112', `IBAN DE00${digits(r, 18)}`, 'routing number 111000026', 'NPI 1234567890']),
    dates: (r) => pick(r, [`Effective ${int(r, 1, 12)}/${int(r, 1, 28)}/${int(r, 1998, 2024)} the rule changes.`, `Meeting on March ${int(r, 1, 28)}, 2024 at 10 am`, `Hire date: ${int(r, 1, 12)}/${int(r, 1, 28)}/2019`]),
    software: (r) => pick(r, [`version 10.${digits(r, 2)}.${digits(r, 4)}`, `build ${nine(r)}`, `uuid ${hex(r, 8)}-${hex(r, 4)}-4${hex(r, 3)}-a${hex(r, 3)}-${hex(r, 12)}`, `color: #${hex(r, 6)}; width: ${digits(r, 3)}px`]),
    'licence-of-software': () => 'Licensed under the Apache License, Version 2.0. License number of seats: 25.',
    'bare-sixteen': (r) => pick(r, [`confirmation ${sixteen(r)}`, `transaction id ${sixteen(r)}`, `meter ${sixteen(r)}`]),
    'job-codes': (r) => `SOC code ${int(r, 11, 53)}-${digits(r, 4)}.00, NAICS ${digits(r, 6)}, CIP ${digits(r, 2)}.${digits(r, 4)}`,
  },
  b: {
    'serial-number': (r) => pick(r, [`Serial no. ${nine(r)} (printer)`, `S/N ${nine(r)}`, `asset tag ${nine(r)}`, `Model ${dashed(r)}`]),
    'claim-forms': (r) => pick(r, [`Invoice ${nine(r)} dated 3/4/2024`, `Voucher number ${nine(r)}`, `Requisition ${dashed(r)}`, `Warrant no. ${nine(r)}`]),
    statistics: (r) => pick(r, [`Population: ${nine(r)}`, `n = ${nine(r)}`, `census tract ${nine(r)}`, `FIPS 29${digits(r, 7)}`, `GEOID ${digits(r, 12)}`]),
    network: (r) => pick(r, [`MAC ${hex(r, 2)}:${hex(r, 2)}:${hex(r, 2)}:${hex(r, 2)}:${hex(r, 2)}:${hex(r, 2)}`, `session ${hex(r, 24)}`, `port ${digits(r, 5)} seq ${nine(r)} ack ${nine(r)}`]),
    'phone-book': (r) => pick(r, [`Front desk ext. ${digits(r, 4)}`, `Suite ${digits(r, 3)}, box ${digits(r, 4)}`, `Room ${digits(r, 3)}-${digits(r, 2)}`]),
    'utility-accounts': (r) => pick(r, [`electric utility account number ${digits(r, 10)}`, `GL account ${digits(r, 6)}`, `customer account ${digits(r, 9)} (Ameren)`, `meter number ${nine(r)}`]),
    'long-numbers': (r) => pick(r, [digits(r, 40), `${digits(r, 3)} ${digits(r, 2)} ${digits(r, 4)} ${digits(r, 3)} ${digits(r, 2)} ${digits(r, 4)}`, `0x${hex(r, 16)}`]),
    urls: (r) => pick(r, [`https://files.agency.org/view/${nine(r)}/index.html`, `https://maps.org/?q=${nine(r)}`, `/archive/${int(r, 100, 665)}-${pad(int(r, 1, 99), 2)}-${digits(r, 4)}.pdf`]),
    scores: (r) => pick(r, [`p = 0.${digits(r, 9)}`, `ratio ${int(r, 1, 9)}.${digits(r, 9)}`, `${int(r, 1, 9)}.${digits(r, 6)}e-07`]),
    education: (r) => pick(r, [`Course ${int(r, 100, 499)}-${pad(int(r, 1, 99), 2)}-${digits(r, 4)} is full`, 'The ISBN list is on page 12', `Section ${digits(r, 5)} meets Monday`]),
    'placeholder-values': (r) => pick(r, ['SSN: XXX-XX-XXXX', 'SSN ###-##-####', 'SSN: 123-45-6789 (example)', 'Card: 0000 0000 0000 0000', 'DOB: MM/DD/YYYY', 'password: ********', 'Sample SSN 219-09-9999']),
    spanish: (r) => pick(r, [`Número de pedido ${nine(r)}`, `Factura ${nine(r)}`, `Folio ${nine(r)}`, `Código postal ${int(r, 63001, 65899)}`]),
    'tax-forms': (r) => pick(r, [`Form 1099-${digits(r, 4)} line 4`, `OMB No. 1545-${digits(r, 4)}`, `CFR 29 part 38, section ${digits(r, 3)}.${digits(r, 2)}`, `EIN 43-000000`]),
    'state-codes': (r) => `Grant AA-${int(r, 10000, 39999)}-${int(r, 17, 24)}-55-A-29, contract ${nine(r)}`,
    'reports': (r) => `Quarter ${int(r, 1, 4)}: ${digits(r, 4)} exits, ${digits(r, 3)} placements, median earnings $${int(r, 4, 9)},${digits(r, 3)}.`,
  },
};

import { RESIDENCE_STATES } from '../model/index.ts';

const NAMES: Readonly<Record<string, string>> = {
  ALABAMA: 'AL',
  ALASKA: 'AK',
  ARIZONA: 'AZ',
  ARKANSAS: 'AR',
  CALIFORNIA: 'CA',
  COLORADO: 'CO',
  CONNECTICUT: 'CT',
  DELAWARE: 'DE',
  'DISTRICT OF COLUMBIA': 'DC',
  FLORIDA: 'FL',
  GEORGIA: 'GA',
  HAWAII: 'HI',
  IDAHO: 'ID',
  ILLINOIS: 'IL',
  INDIANA: 'IN',
  IOWA: 'IA',
  KANSAS: 'KS',
  KENTUCKY: 'KY',
  LOUISIANA: 'LA',
  MAINE: 'ME',
  MARYLAND: 'MD',
  MASSACHUSETTS: 'MA',
  MICHIGAN: 'MI',
  MINNESOTA: 'MN',
  MISSISSIPPI: 'MS',
  MISSOURI: 'MO',
  MONTANA: 'MT',
  NEBRASKA: 'NE',
  NEVADA: 'NV',
  'NEW HAMPSHIRE': 'NH',
  'NEW JERSEY': 'NJ',
  'NEW MEXICO': 'NM',
  'NEW YORK': 'NY',
  'NORTH CAROLINA': 'NC',
  'NORTH DAKOTA': 'ND',
  OHIO: 'OH',
  OKLAHOMA: 'OK',
  OREGON: 'OR',
  PENNSYLVANIA: 'PA',
  'RHODE ISLAND': 'RI',
  'SOUTH CAROLINA': 'SC',
  'SOUTH DAKOTA': 'SD',
  TENNESSEE: 'TN',
  TEXAS: 'TX',
  UTAH: 'UT',
  VERMONT: 'VT',
  VIRGINIA: 'VA',
  WASHINGTON: 'WA',
  'WEST VIRGINIA': 'WV',
  WISCONSIN: 'WI',
  WYOMING: 'WY',
  'PUERTO RICO': 'PR',
};

const INDEX: ReadonlyMap<string, number> = new Map([
  ...RESIDENCE_STATES.map((code, index) => [code, index] as const).filter(([code]) => code !== ''),
  ...Object.entries(NAMES).map(([name, code]) => [name, RESIDENCE_STATES.indexOf(code as 'MO')] as const),
]);

/** Index in `RESIDENCE_STATES` of a cell that holds a state's code or name; 0 when it does not. */
export function stateOfCell(cell: string): number {
  if (cell.length > 24) return 0;
  return INDEX.get(cell) ?? INDEX.get(cell.trim().toUpperCase().replaceAll('.', '')) ?? 0;
}

const IN_ADDRESS = /[ ,]([A-Z]{2})\.?,? +\d{5}(?:-\d{4})?\b/g;
const NAME_IN_ADDRESS = new RegExp(`[ ,](${Object.keys(NAMES).join('|')}),? +\\d{5}`, 'i');

/** State of a postal address in folded text, by the code or name before its last ZIP code; 0 when none is seen. */
export function stateOfAddress(address: string): number {
  if (!hasFiveDigits(address)) return 0;
  let state = 0;
  for (const found of address.slice(-200).matchAll(IN_ADDRESS)) state = INDEX.get(found[1] ?? '') ?? state;
  if (state > 0) return state;
  const named = NAME_IN_ADDRESS.exec(address.slice(-200))?.[1];
  return named === undefined ? 0 : (INDEX.get(named.toUpperCase()) ?? 0);
}

/** Five digits side by side, as every ZIP code has. */
function hasFiveDigits(text: string): boolean {
  let digits = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    digits = code >= 0x30 && code <= 0x39 ? digits + 1 : 0;
    if (digits === 5) return true;
  }
  return false;
}

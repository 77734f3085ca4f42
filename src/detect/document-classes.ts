/** Phrases that make a kind of document. A class needs `least` different ones in one file: a mention alone is no document. */
interface DocumentClass {
  readonly name: string;
  readonly least: number;
  readonly phrases: readonly string[];
}

const CLASSES: readonly DocumentClass[] = [
  {
    name: 'dd-214',
    least: 2,
    phrases: [
      'certificate of release or discharge from active duty',
      'dd form 214',
      'dd-?214',
      'character of service',
      'separation code',
      'reentry code',
      'narrative reason for separation',
      'net active service',
    ],
  },
  {
    name: 'w-2',
    least: 2,
    phrases: [
      'wage and tax statement',
      'form w-2',
      'wages, tips, other comp',
      'federal income tax withheld',
      'social security wages',
      'medicare wages and tips',
      "employee's social security number",
    ],
  },
  {
    name: 'i-9',
    least: 2,
    phrases: [
      'employment eligibility verification',
      'form i-9',
      'employee information and attestation',
      'lists? of acceptable documents',
      'alien registration number/uscis number',
      'preparer and/or translator certification',
    ],
  },
  {
    name: 'birth-certificate',
    least: 2,
    phrases: [
      'certificate of live birth',
      'birth certificate',
      'state file number',
      "mother's maiden name",
      'place of birth',
      'certification of birth',
      'acta de nacimiento',
    ],
  },
  {
    name: 'medical-form',
    least: 2,
    phrases: [
      'authorization (?:for|to) (?:the )?(?:release|disclos\\w+)(?: of)? (?:medical|health|protected health)',
      'medical history',
      'attending physician',
      'functional limitations?',
      'date of onset',
      'health care provider.s? (?:signature|certification)',
      'certification of health care provider',
      'diagnosis code',
      'reasonable accommodation request',
      'medical documentation',
      'patient.s signature',
    ],
  },
  {
    name: 'vr-case-record',
    least: 2,
    phrases: [
      'rsa-?911',
      'vocational rehabilitation',
      'individualized plan for employment',
      'vr (?:client|counselor|case|consumer)',
      'order of selection',
      'supported employment services',
    ],
  },
  {
    name: 'irs-transcript',
    least: 2,
    phrases: [
      'federal tax information',
      'this product contains sensitive taxpayer data',
      'account transcript',
      'wage (?:and|&) income transcript',
      'tax return transcript',
      'record of account',
      'tax period requested',
    ],
  },
];

/** The phrases as regexes for the set, numbered through, and which class each belongs to. */
export const DOCUMENT_CLASSES = {
  phrases: CLASSES.flatMap(({ name, phrases }) =>
    phrases.map((phrase) => ({ document: name, regex: `(?i)${phrase.replaceAll(' ', '\\s{1,8}')}` })),
  ),
};

/** The classes that a set of seen phrase numbers amounts to, in fixed order. */
export function documentClassesOf(seen: ReadonlySet<number>): string[] {
  return CLASSES.filter(({ name, least }) => {
    let found = 0;
    for (const number of seen) if (DOCUMENT_CLASSES.phrases[number]?.document === name) found += 1;
    return found >= least;
  }).map(({ name }) => name);
}

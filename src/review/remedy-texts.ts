/** What pages say where a command line would name its flags; part of `TEXTS`. */
export const REMEDY_TEXTS = {
  remedies: {
    operator: 'Tell an operator; this cannot be mended on a page.',
    things: {
      '--people': 'The number of people',
      '--residents': 'The number of residents by state:',
      '--file': 'The file',
      'breach open': 'The report:',
    } as Readonly<Record<string, string>>,
    words: {
      '--name': 'Type your first and last name.',
      '--role': 'Type your role.',
      '--by': 'Say who does this.',
      '--because': 'Give a reason, in a sentence.',
      '--evidence': 'Name the evidence, or write "none".',
      '--to': 'Name a body or a group of people.',
      '--at': 'Give the day as 2026-03-31, not before the discovery.',
      '--people': 'Give a number, or lowest-highest.',
      '--confirm': 'Type the sentence word for word.',
      'breach decide': 'Sign a decision first.',
      'breach assess': 'Score the factors of the risk first.',
      'breach list': 'Look for it in the list of assessments.',
      'user list': 'Look for it in the list of accounts.',
      'user reset': 'Choose another name, or give the account a new password.',
    } as Readonly<Record<string, string>>,
  },
} as const;

import { counted, dayInWords, timeInWords } from '../../model/index.ts';
import { consumersToNotify } from '../duties.ts';
import { informationOf } from '../information-words.ts';
import { range } from '../plain-words.ts';
import type { Assessment } from '../show-assessment.ts';
import { type Block, heading, list, paragraph } from './blocks.ts';

/** What only the agency can fill in. */
const FILL = {
  name: '[name of the person, filled in by the agency]',
  address: '[address]',
  agency: '[name and address of the agency]',
  telephone: '[telephone number for questions, if the agency has one]',
  signer: '[signature, name and role]',
  agencies: '[name, address and telephone of each nationwide consumer reporting agency, checked on the day of sending]',
} as const;

/** Letter to one person. */
export function noticeLetter(assessment: Assessment): readonly Block[] {
  return [
    paragraph(FILL.agency),
    paragraph(`${FILL.name}, ${FILL.address}`),
    ...noticeBody(assessment),
    paragraph(FILL.signer),
  ];
}

/** The same by e-mail; only to people who agreed to electronic records. */
export function noticeEmail(assessment: Assessment): readonly Block[] {
  return [
    paragraph('Send only to people who agreed to electronic notice (15 U.S.C. 7001).'),
    paragraph('Subject: Notice about your personal information'),
    paragraph(`${FILL.name}:`),
    ...noticeBody(assessment),
    paragraph(FILL.signer),
  ];
}

/** For the website, statewide media and e-mail together. */
export function substituteNotice(assessment: Assessment): readonly Block[] {
  return [
    heading('How it is given: all three'),
    list(
      [
        'E-mail to every person whose address is known: [date]',
        'Conspicuous posting on the website: [address and date]',
        'Major statewide media: [names and date]',
      ],
      'components',
    ),
    paragraph('To the people whose information is concerned:'),
    ...noticeBody(assessment),
    paragraph(FILL.agency),
  ];
}

function noticeBody({ facts }: Assessment): readonly Block[] {
  const { firstSeenAtMs, lastWithoutAtMs } = facts.window;
  const from = lastWithoutAtMs === undefined ? '[date]' : `${dayInWords(lastWithoutAtMs)} at the earliest`;
  const seen = firstSeenAtMs === undefined ? '' : ` It was found on ${dayInWords(firstSeenAtMs)}.`;
  return [
    heading('What happened'),
    paragraph(
      `Information about you was kept where people without authority could reach it, since ${from}.${seen} [The agency adds in general terms what happened.]`,
      'incident',
    ),
    heading('What information'),
    list(informationOf(facts), 'information'),
    ...(facts.elementSets.length > 1 ? [paragraph('[Keep only what was held of this person.]')] : []),
    heading('What you can do'),
    paragraph(
      'Review your account statements carefully, and monitor your credit reports, which you can get free of charge.',
      'advice',
    ),
    paragraph(`Consumer reporting agencies: ${FILL.agencies}`, 'agencies'),
    heading('Questions'),
    paragraph(FILL.telephone, 'telephone'),
  ];
}

/** To the Attorney General: timing, distribution and content of the notice. */
export function attorneyGeneral(assessment: Assessment): readonly Block[] {
  return [paragraph('To: Office of the Missouri Attorney General, [address]'), ...aboutTheNotice(assessment)];
}

/** To every agency that keeps files on consumers nationwide. */
export function consumerAgencies(assessment: Assessment): readonly Block[] {
  return [paragraph(`To: ${FILL.agencies}`), ...aboutTheNotice(assessment)];
}

/** To the Treasury inspector and the IRS; it holds none of the tax information. */
export function taxInformation({ facts, answers, openedAtMs, number }: Assessment): readonly Block[] {
  const { firstSeenAtMs } = facts.window;
  const found =
    firstSeenAtMs === undefined ? 'reported by a person' : `found by a scan of ${timeInWords(firstSeenAtMs)}`;
  return [
    paragraph(
      'To: Treasury Inspector General for Tax Administration (TIGTA), and IRS Office of Safeguards, [addresses]',
    ),
    paragraph(`${FILL.agency} Contact: [name and telephone]. Reference: ${number}.`, 'agency'),
    heading('When'),
    list(
      [
        `Incident: ${answers['incident-start'] ?? '[date and time]'}`,
        `Discovery: ${answers['detected-at'] ?? `${timeInWords(openedAtMs)} at the latest; [date and time]`}`,
      ],
      'times',
    ),
    heading('How it was discovered'),
    paragraph(`It was ${found}. ${answers.circumstances ?? '[The agency adds what happened.]'}`, 'discovery'),
    heading('What'),
    list(informationOf(facts), 'data'),
    paragraph(`Potential number of records: ${range(facts.people)}.`, 'records'),
    heading('Where'),
    paragraph(
      `${counted(facts.files, 'file', 'files')} on the agency's file share. [Offices, and the information technology involved.]`,
      'place',
    ),
    paragraph('This report holds no federal tax information; none may be added.', 'no-tax-information'),
    paragraph(FILL.signer),
  ];
}

function aboutTheNotice({ facts, notices, answers }: Assessment): readonly Block[] {
  const sent = notices.filter(({ duty }) => duty === 'notify-consumers');
  const { count, answered } = consumersToNotify({ facts, answers });
  const consumers = counted(count, 'consumer', 'consumers');
  const people = answered ? consumers : `At most ${consumers} by the scan; [number notified]`;
  return [
    heading('Timing'),
    paragraph(
      sent.length > 0
        ? `Notice was sent on ${sent.map(({ sentAtMs }) => dayInWords(sentAtMs)).join(', ')}.`
        : 'Notice is to be sent on [date].',
      'timing',
    ),
    heading('Distribution'),
    paragraph(
      `${people}, notified at one time. By: ${sent.map(({ method }) => method).join(', ') || '[method]'}.`,
      'distribution',
    ),
    heading('Content'),
    paragraph('A copy of the notice is attached. It names as information obtained:', 'content'),
    list(informationOf(facts), 'content'),
    paragraph(FILL.signer),
  ];
}

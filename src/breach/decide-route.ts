import { counted } from '../model/index.ts';
import type { LawPack } from './law-pack.ts';
import { range } from './plain-words.ts';
import type { Route, Step } from './proposal.ts';
import type { AnswerKey, Answers } from './questions.ts';
import type { ScanFacts } from './scan-facts.ts';

/** What the law looks at. */
export interface Matter {
  readonly facts: Pick<ScanFacts, 'files' | 'filesNoLongerExposed' | 'statutory' | 'onlyRedacted' | 'unreadParts'>;
  readonly answers: Answers;
  readonly law: LawPack;
}

/** A step that either ends the path or hands on. */
interface Stage {
  readonly step: Step;
  readonly ends?: Route;
}

/** The path through the statute, step by step. Unknown never ends it on the lenient side. */
export function decideRoute(matter: Matter): { readonly route: Route; readonly steps: readonly Step[] } {
  const steps: Step[] = [];
  for (const stage of [computerized, goodFaith, statutory, encrypted, redacted, accessed, harm]) {
    const { step, ends } = stage(matter);
    steps.push(step);
    if (ends) return { route: ends, steps };
  }
  throw new Error('the last stage always ends the path');
}

function is(answers: Answers, key: AnswerKey, value: string): boolean {
  return answers[key] === value;
}

function unknownOf(answers: Answers, ...keys: AnswerKey[]): readonly AnswerKey[] {
  return keys.filter((key) => answers[key] === undefined || answers[key] === 'unknown');
}

/** Files of the record belong to it: it is computerized, and the scan could read it. */
export function metInFiles({ files, filesNoLongerExposed }: Matter['facts']): boolean {
  return files + filesNoLongerExposed > 0;
}

function computerized({ facts, answers, law }: Matter): Stage {
  const base = { step: 'Is it computerized?', clause: law.statute.citation, status: law.statute.status };
  if (is(answers, 'computerized', 'no')) {
    const reason = 'Answered: not computerized. The Plan and TEGL 39-11 apply, the statute does not.';
    return { step: { ...base, outcome: 'no', reason, unknown: [] }, ends: 'paper' };
  }
  if (metInFiles(facts))
    return { step: { ...base, outcome: 'yes', reason: 'The scan met the information in files.', unknown: [] } };
  const unknown = unknownOf(answers, 'computerized');
  return unknown.length > 0
    ? { step: { ...base, outcome: 'treated as yes', reason: 'Not known; treated as yes.', unknown } }
    : { step: { ...base, outcome: 'yes', reason: 'Answered: computerized.', unknown } };
}

function goodFaith({ answers, law }: Matter): Stage {
  const base = { step: 'Was it acquired in good faith?', clause: law.statute.citation, status: law.statute.status };
  if (is(answers, 'good-faith', 'yes') && is(answers, 'misused', 'no')) {
    const reason = 'An employee or agent acquired it in good faith for a legitimate purpose, and it was not misused.';
    return { step: { ...base, outcome: 'yes', reason, unknown: [] }, ends: 'not-a-breach' };
  }
  // Either answer ends good faith, whatever the other one would be.
  if (is(answers, 'good-faith', 'no') || is(answers, 'misused', 'yes')) {
    const reason = is(answers, 'good-faith', 'no') ? 'Answered: not in good faith.' : 'Answered: misused.';
    return { step: { ...base, outcome: 'no', reason, unknown: [] } };
  }
  const unknown = unknownOf(answers, 'good-faith', 'misused');
  const reason = unknown.includes('good-faith')
    ? 'Not known; treated as not in good faith.'
    : 'Answered: in good faith; whether it was misused is not known, treated as misused.';
  return { step: { ...base, outcome: 'no', reason, unknown } };
}

function statutory({ facts, answers, law }: Matter): Stage {
  const base = {
    step: 'Is it personal information under the statute?',
    clause: `${law.statute.citation}.1(9)`,
    status: law.statute.status,
  };
  const { people, letters, typesFound } = facts.statutory;
  if (people.upper > 0) {
    const found = letters.map(({ letter, title }) => `(${letter}) ${title}`).join('; ');
    const reason = `Names stand together with ${found}, for ${range(people)} ${people.upper === 1 ? 'person' : 'people'}.`;
    return { step: { ...base, outcome: 'yes', reason, unknown: [] } };
  }
  if (facts.unreadParts > 0) {
    const reason = `Nothing of the kind was read, but ${counted(facts.unreadParts, 'part', 'parts')} could not be read; treated as yes.`;
    return { step: { ...base, outcome: 'treated as yes', reason, unknown: unknownOf(answers, 'names-beside') } };
  }
  if (typesFound.length > 0 && !is(answers, 'names-beside', 'no')) {
    const unknown = unknownOf(answers, 'names-beside');
    const reason =
      unknown.length > 0
        ? 'Elements of the statute were found without a recognized name; whether names belong to them is not known.'
        : 'Answered: the reader can tell whose elements they are.';
    return { step: { ...base, outcome: unknown.length > 0 ? 'treated as yes' : 'yes', reason, unknown } };
  }
  const reason =
    typesFound.length > 0
      ? 'Answered: no names belong to the elements that were found.'
      : `${nothingFound(facts, law)} The Plan, TEGL 39-11 and other regimes still apply.`;
  return { step: { ...base, outcome: 'no', reason, unknown: [] }, ends: 'outside-the-statute' };
}

function nothingFound({ onlyRedacted }: Matter['facts'], { statute: { redacted } }: LawPack): string {
  if (!onlyRedacted) return 'No element of the statute was found.';
  return `Only redacted numbers were found: ${redacted.says} (${redacted.clause} [${redacted.status}]).`;
}

function encrypted({ facts, answers, law }: Matter): Stage {
  const base = {
    step: 'Was everything encrypted and the key safe?',
    clause: `${law.statute.citation}.1(4)`,
    status: law.statute.status,
  };
  if (is(answers, 'encrypted', 'yes') && is(answers, 'key-exposed', 'no')) {
    const reason = 'Answered: all of it was encrypted and the key was not exposed.';
    return { step: { ...base, outcome: 'yes', reason, unknown: [] }, ends: 'safe-harbour' };
  }
  if (is(answers, 'encrypted', 'yes')) {
    const unknown = unknownOf(answers, 'key-exposed');
    const reason =
      unknown.length > 0
        ? 'Whether the key was exposed is not known; treated as not encrypted.'
        : 'The key was exposed.';
    return { step: { ...base, outcome: 'no', reason, unknown } };
  }
  if (metInFiles(facts))
    return { step: { ...base, outcome: 'no', reason: 'The scan could read the information.', unknown: [] } };
  const unknown = unknownOf(answers, 'encrypted');
  const reason = unknown.length > 0 ? 'Not known; treated as not encrypted.' : 'Answered: not all of it was encrypted.';
  return { step: { ...base, outcome: 'no', reason, unknown } };
}

function redacted({ facts, answers, law }: Matter): Stage {
  const { clause, status, says } = law.statute.redacted;
  const base = { step: 'Was everything redacted?', clause, status };
  if (is(answers, 'redacted', 'yes') && facts.statutory.typesFound.length > 0) {
    const reason = 'Answered yes, but the scan found full values; the answer is not taken.';
    return { step: { ...base, outcome: 'no', reason, unknown: [] } };
  }
  if (facts.unreadParts === 0 && (facts.onlyRedacted || is(answers, 'redacted', 'yes'))) {
    const reason = `All of it is redacted: ${says}.`;
    return { step: { ...base, outcome: 'yes', reason, unknown: [] }, ends: 'safe-harbour' };
  }
  return {
    step: { ...base, outcome: 'no', reason: 'Full values were found, or not everything was read.', unknown: [] },
  };
}

function accessed({ answers, law }: Matter): Stage {
  const base = { step: 'Was it accessed and acquired?', clause: law.statute.citation, status: law.statute.status };
  const denied = is(answers, 'accessed', 'no') && is(answers, 'acquired', 'no');
  if (denied && is(answers, 'no-access-proven', 'yes')) {
    const reason = 'Evidence proves that nobody without authority had access.';
    return { step: { ...base, outcome: 'no', reason, unknown: [] }, ends: 'not-a-breach' };
  }
  if (denied) {
    const unknown = unknownOf(answers, 'no-access-proven');
    const reason = 'Answered no, but without positive evidence; the question stays open and counts as yes.';
    return { step: { ...base, outcome: 'treated as yes', reason, unknown } };
  }
  const unknown = unknownOf(answers, 'accessed', 'acquired');
  if (unknown.length > 0) {
    const reason =
      unknown.length === 2
        ? 'Not known; treated as yes.'
        : `Answered for ${unknown.includes('acquired') ? 'access' : 'acquisition'} only; the other is not known, treated as yes.`;
    return { step: { ...base, outcome: 'treated as yes', reason, unknown } };
  }
  return { step: { ...base, outcome: 'yes', reason: 'Answered: accessed or acquired.', unknown: [] } };
}

function harm({ answers, law }: Matter): Stage {
  const base = {
    step: 'Is identity theft or fraud reasonably likely?',
    clause: law.statute.citation,
    status: law.statute.status,
  };
  const signed = (answers['harm-signed-by'] ?? 'unknown') !== 'unknown';
  if (is(answers, 'harm', 'not-reasonably-likely') && signed) {
    const reason = `${answers['harm-signed-by']} signs that it is not reasonably likely.`;
    return { step: { ...base, outcome: 'no', reason, unknown: [] }, ends: 'no-notice' };
  }
  if (is(answers, 'harm', 'not-reasonably-likely')) {
    const reason = 'Answered no, but nobody has signed it; a named person decides.';
    return { step: { ...base, outcome: 'treated as yes', reason, unknown: ['harm-signed-by'] }, ends: 'assess' };
  }
  if (is(answers, 'harm', 'reasonably-likely')) {
    const reason = 'Answered: reasonably likely.';
    return { step: { ...base, outcome: 'yes', reason, unknown: [] }, ends: 'notify-consumers' };
  }
  const reason = 'Not yet assessed; until then notice is prepared.';
  return { step: { ...base, outcome: 'treated as yes', reason, unknown: ['harm'] }, ends: 'assess' };
}

import { randomBytes } from 'node:crypto';
import { shownPath, shownText } from '../model/index.ts';
import { type MissRate, missRates, precisionByRule, type RulePrecision, weekOf } from '../quality/index.ts';
import type { CleanSample } from '../record/index.ts';
import type { Area } from './areas.ts';
import type { AskedBy } from './route.ts';
import { TEXTS } from './texts.ts';

/** Files that one person is asked to look at in a week. */
const SAMPLE_FILES = 10;
/** Samples that are counted together. */
const WEEKS = 13;
const AREAS_SHOWN = 200;

export interface QualityView {
  readonly rules: readonly (RulePrecision & { readonly title: string })[];
  readonly areas: readonly {
    readonly area: string;
    readonly rate?: MissRate;
    readonly sample?: SampleView;
  }[];
  readonly mayAnswer: boolean;
}

interface SampleView {
  readonly sampleId: number;
  readonly week: string;
  readonly seed: string;
  readonly cleanFiles: number;
  readonly files: readonly {
    readonly fileId: number;
    readonly name: string;
    /** Below the share's root. */
    readonly path: string;
    readonly answer?: string;
    readonly answeredBy?: string;
    readonly note: string;
  }[];
}

/** How often rules are right and how much is missed, in the viewer's areas. Draws this week's sample where there is none yet. */
export async function qualityView(asked: AskedBy): Promise<QualityView> {
  const { review, viewer } = asked;
  const mayAnswer = viewer.account.role === 'custodian' || viewer.account.role === 'privacy-officer';
  const areas = [];
  for (const area of await areasOf(asked)) {
    const sample = mayAnswer ? await thisWeeks(asked, area) : undefined;
    const samples = await review.record.samples.list({ area: area.name, limit: WEEKS });
    const rate = missRates(samples)[0];
    const shown = sample ?? samples[0];
    areas.push({ area: area.name, ...(rate && { rate }), ...(shown && { sample: await sampleView(asked, shown) }) });
  }
  const rules = precisionByRule(await review.record.flags.ruleDecisions());
  return {
    rules: rules.map((rule) => ({ ...rule, title: review.rules.get(rule.rule)?.title ?? rule.rule })),
    areas,
    mayAnswer,
  };
}

/** The viewer's areas; where the configuration names none, all shares of the last scan are one. */
export async function areasOf({ review, viewer }: AskedBy): Promise<readonly Area[]> {
  const { role, areas } = viewer.account;
  if (role === 'custodian') return review.areas.filter(({ name }) => areas.includes(name));
  if (review.areas.length > 0) return review.areas.slice(0, AREAS_SHOWN);
  const shares = (await review.record.runs.lastFinishedRun())?.shares ?? [];
  return shares.length === 0
    ? []
    : [{ name: TEXTS.quality.whole, folders: shares.map((share) => ({ share, path: '' })) }];
}

function thisWeeks({ review, nowMs }: AskedBy, { name, folders }: Area): Promise<CleanSample> {
  return review.record.samples.draw({
    week: weekOf(nowMs),
    area: name,
    folders,
    size: SAMPLE_FILES,
    seed: randomBytes(8).toString('hex'),
    atMs: nowMs,
    who: 'sharewarden',
  });
}

async function sampleView(
  { review }: AskedBy,
  { sampleId, week, seed, cleanFiles, files }: CleanSample,
): Promise<SampleView> {
  const shown = [];
  for (const { fileId, answer, answeredBy, note } of files) {
    const file = await review.record.files.file(fileId);
    shown.push({
      fileId,
      path: file ? shownPath(file) : '',
      name: file ? `${shownText(file.facts.share)}: ${shownPath(file)}` : String(fileId),
      note: shownText(note),
      ...(answer !== undefined && { answer: TEXTS.quality.answers[answer] ?? answer }),
      ...(answeredBy !== undefined && { answeredBy }),
    });
  }
  return { sampleId, week, seed, cleanFiles, files: shown };
}

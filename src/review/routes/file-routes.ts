import { moveToQuarantine, restoreFromQuarantine } from '../../quarantine/index.ts';
import { type Answer, fragment, go, page, refused } from '../answer.ts';
import { FILE_SCHEMA, QUARANTINE_SCHEMA } from '../api-schemas.ts';
import { liesIn } from '../areas.ts';
import { fileView, MATCHES_A_PAGE, mayMove } from '../file-view.ts';
import { noteLook } from '../note-look.ts';
import { quarantineView } from '../quarantine-view.ts';
import { type AskedBy, DECIDERS, numberOf, one, READERS, type Route } from '../route.ts';
import { seenFile } from '../seen-file.ts';
import { TEXTS } from '../texts.ts';

export const FILE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/exposures/:exposureId/files/:fileId',
    title: 'What stands around the matches of a file, masked, read from it now',
    allow: READERS,
    api: { response: FILE_SCHEMA, query: { from: 'number of the first match' } },
    perMinute: 60,
    answer: filePage,
  },
  {
    method: 'POST',
    path: '/exposures/:exposureId/files/:fileId/quarantine',
    title: 'Move a file to quarantine',
    allow: DECIDERS,
    perMinute: 30,
    answer: move,
  },
  {
    method: 'GET',
    path: '/quarantine',
    title: 'Files in quarantine',
    allow: READERS,
    api: { response: QUARANTINE_SCHEMA },
    answer: quarantinePage,
  },
  {
    method: 'POST',
    path: '/quarantine/:quarantineId/restore',
    title: 'Lay a file back',
    allow: DECIDERS,
    perMinute: 30,
    answer: restore,
  },
];

async function filePage(asked: AskedBy): Promise<Answer> {
  const { review, viewer, query } = asked;
  if (!review.previewer) return refused(404, TEXTS.preview.off, TEXTS.preview.back);
  const seen = await seenFile(asked);
  if (!seen) {
    await noteLook(asked, `file ${numberOf(asked.params.fileId) ?? 'none'}`, { refused: true });
    return refused(404, TEXTS.preview.missing, TEXTS.refused.missingRemedy);
  }
  const from = numberOf(one(query, 'from')) ?? 0;
  await noteLook(asked, `file ${seen.file.fileId}`, { exposure: seen.exposureId, from, matches: MATCHES_A_PAGE });
  const view = await fileView(review, viewer, seen, from);
  return one(query, 'part') === '1'
    ? fragment('passages', TEXTS.preview.title, view)
    : page('file', TEXTS.preview.title, view);
}

async function move(asked: AskedBy): Promise<Answer> {
  const { review, viewer, form } = asked;
  if (!review.quarantine) return refused(404, TEXTS.quarantine.off, TEXTS.quarantine.remedy);
  if (!mayMove(review, viewer)) return refused(403, TEXTS.quarantine.notAllowed, TEXTS.quarantine.notAllowedRemedy);
  const seen = await seenFile(asked);
  if (!seen) return refused(404, TEXTS.preview.missing, TEXTS.refused.missingRemedy);
  const outcome = await moveToQuarantine(review.quarantine.setting, {
    fileId: seen.file.fileId,
    who: viewer.account.name,
    why: (one(form, 'why') ?? '').slice(0, 500),
  });
  if (outcome.kind === 'refused')
    return refused(409, TEXTS.quarantine.refusals[outcome.reason] ?? outcome.reason, TEXTS.quarantine.remedy);
  return go(outcome.kind === 'held' && !outcome.marker ? '/quarantine?marker=none' : '/quarantine');
}

async function quarantinePage(asked: AskedBy): Promise<Answer> {
  const { review, viewer, query } = asked;
  await noteLook(asked, 'quarantine', {});
  const files = await quarantineView(review, viewer);
  return page('quarantine', TEXTS.quarantine.title, {
    files,
    isOn: review.quarantine !== undefined,
    mayMove: mayMove(review, viewer),
    noMarker: one(query, 'marker') === 'none',
  });
}

async function restore({ review, viewer, params }: AskedBy): Promise<Answer> {
  if (!review.quarantine) return refused(404, TEXTS.quarantine.off, TEXTS.quarantine.remedy);
  if (!mayMove(review, viewer)) return refused(403, TEXTS.quarantine.notAllowed, TEXTS.quarantine.notAllowedRemedy);
  const quarantine = await review.record.quarantines.get(numberOf(params.quarantineId) ?? 0);
  const file = quarantine && (await review.record.files.file(quarantine.fileId));
  if (!quarantine || !file || !liesIn(file.facts, viewer.within))
    return refused(404, TEXTS.quarantine.refusals.unknown ?? '', TEXTS.quarantine.remedy);
  const outcome = await restoreFromQuarantine(review.quarantine.setting, {
    quarantineId: quarantine.quarantineId,
    who: viewer.account.name,
  });
  if (outcome.kind === 'refused')
    return refused(409, TEXTS.quarantine.refusals[outcome.reason] ?? outcome.reason, TEXTS.quarantine.remedy);
  return go('/quarantine');
}

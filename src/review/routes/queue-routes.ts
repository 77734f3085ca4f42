import { go, page, refused } from '../answer.ts';
import { QUEUE_SCHEMA } from '../api-schemas.ts';
import { batchNotice } from '../batch-notice.ts';
import { noteLook } from '../note-look.ts';
import { holdsNumber, queryOf, readQuestion } from '../queue-filter.ts';
import { queueView } from '../queue-view.ts';
import { DECIDERS, fieldsOf, one, READERS, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

const NAME_MAX = 60;

export const QUEUE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/queue',
    title: 'Exposures to work on',
    allow: READERS,
    api: {
      response: QUEUE_SCHEMA,
      query: {
        q: 'part of the name of a file or folder',
        state:
          'active (default), open, acknowledged, mended (awaits the next scan), permitted, false-alarm, remediated, all',
        severity: 'critical, high, medium, low, info; may be repeated',
        rule: 'rule id',
        share: 'name of a share',
        folder: 'folder of that share',
        owner: 'account that owns most of the places',
        assignee: 'me, nobody, or the name of an account',
        changed: 'new or worse in the last scan',
        due: 'overdue',
        sort: 'severity (default), people, newest, due',
        after: '`next` of the page before',
      },
    },
    async answer(asked) {
      const { review, viewer, query } = asked;
      const view = await queueView(review, viewer, readQuestion(query), one(query, 'after'));
      await noteLook(asked, 'queue', { exposures: view.rows.map(({ exposureId }) => exposureId) });
      const problem = holdsNumber(one(query, 'q') ?? '') ? { problem: TEXTS.queue.noNumbers } : {};
      return page('queue', TEXTS.queue.title, { ...view, ...problem, notice: await batchNotice(asked) });
    },
  },
  {
    method: 'POST',
    path: '/views',
    title: 'Save a view of the queue',
    allow: DECIDERS,
    async answer({ review, viewer, form }) {
      const name = one(form, 'name')?.trim().slice(0, NAME_MAX);
      const question = readQuestion(fieldsOf(one(form, 'query') ?? ''));
      const query = queryOf(question);
      if (name === undefined || name === '' || holdsNumber(`${name} ${query}`))
        return refused(422, TEXTS.refused.bad, TEXTS.refused.back);
      await review.record.review.views.save(viewer.account.name, { name, query });
      return go(`/queue?${query}`);
    },
  },
  {
    method: 'POST',
    path: '/views/remove',
    title: 'Remove a saved view',
    allow: DECIDERS,
    async answer({ review, viewer, form }) {
      await review.record.review.views.remove(viewer.account.name, one(form, 'name') ?? '');
      return go('/queue');
    },
  },
];

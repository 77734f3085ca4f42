import { OperatorError } from '../../model/index.ts';
import type { Connection } from '../open-database.ts';
import { explained } from '../store-errors.ts';
import type { SavedViews } from './review-types.ts';

const VIEWS_MAX = 50;

export function createSavedViews({ db, path }: Connection): SavedViews {
  return {
    of: explained(path, (account) =>
      db.selectFrom('saved_views').select(['name', 'query']).where('account', '=', account).orderBy('name').execute(),
    ),
    save: explained(path, (account, { name, query }) =>
      db.transaction().execute(async (trx) => {
        const known = await trx.selectFrom('saved_views').select('name').where('account', '=', account).execute();
        if (known.length >= VIEWS_MAX && !known.some((view) => view.name === name))
          throw new OperatorError('saved views', `there are ${VIEWS_MAX} already`, 'Remove one first');
        await trx
          .insertInto('saved_views')
          .values({ account, name, query })
          .onConflict((conflict) => conflict.columns(['account', 'name']).doUpdateSet({ query }))
          .execute();
      }),
    ),
    remove: explained(path, async (account, name) => {
      await db.deleteFrom('saved_views').where('account', '=', account).where('name', '=', name).execute();
    }),
  };
}

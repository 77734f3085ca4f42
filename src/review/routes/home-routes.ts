import { go, page } from '../answer.ts';
import { HOME_SCHEMA } from '../api-schemas.ts';
import { homeView } from '../home-view.ts';
import { EVERY_ROLE, type Route } from '../route.ts';
import { TEXTS } from '../texts.ts';

export const HOME_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    title: 'What needs you today',
    allow: EVERY_ROLE,
    api: { response: HOME_SCHEMA },
    async answer(asked) {
      if (asked.viewer.account.role === 'administrator') return go('/users');
      return page('home', TEXTS.home.title, await homeView(asked));
    },
  },
];

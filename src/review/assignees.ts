import type { ReviewContext } from './review-context.ts';
import { DECIDERS } from './route.ts';

/** Names of the accounts to which work can be given: open ones of people who may decide. */
export async function assignees({ record }: ReviewContext): Promise<readonly string[]> {
  const accounts = await record.review.accounts.list();
  return accounts.filter(({ role, disabled }) => !disabled && DECIDERS.includes(role)).map(({ name }) => name);
}

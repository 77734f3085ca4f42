import { OperatorError } from '../model/index.ts';
import type { Config } from './config.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** `6h`, `90m`, `1h30m`. */
const TIME_BUDGET = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?$/;

/** How long a scan may read: the flag's, else that of the configuration, else without an end. @throws OperatorError */
export function timeBudget(flag: string | undefined, config: Config): { readonly timeBudgetMs?: number } {
  const text = flag ?? config.timeBudget;
  if (text === undefined) return {};
  const [, hours, minutes] = TIME_BUDGET.exec(text) ?? [];
  const timeBudgetMs = Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS;
  if (timeBudgetMs > 0) return { timeBudgetMs };
  const thing = flag === undefined ? 'key "timeBudget"' : '--time-budget';
  throw new OperatorError(thing, `"${text}" is not a time`, 'Give hours, minutes or both: 6h, 90m, 1h30m');
}

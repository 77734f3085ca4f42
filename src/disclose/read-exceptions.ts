import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { OperatorError } from '../model/index.ts';
import { CHECKS, type ClearanceException, EXCEPTABLE } from './stop.ts';
import { valueAt, yamlMistake } from './yaml-mistake.ts';

const schema = z.array(
  z.strictObject({
    check: z.enum(CHECKS),
    reason: z.string().trim().min(10, 'a reason is a sentence'),
    by: z.string().trim().min(1),
    expires: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  }),
);

const KEYS = ['check', 'reason', 'by', 'expires'];

/** Exceptions from a YAML list. @throws OperatorError for a check that no exception can be made for, or one that has expired. */
export function readExceptions(path: string, today: string): ClearanceException[] {
  let given: unknown;
  try {
    given = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new OperatorError(
      path,
      `the exceptions cannot be read (${error instanceof Error ? error.name : 'unknown'})`,
      'Give a YAML list',
    );
  }
  const read = schema.safeParse(given);
  const [issue] = read.error?.issues ?? [];
  if (!read.success)
    throw new OperatorError(
      path,
      `${issue?.path.map((step) => (typeof step === 'number' ? step + 1 : String(step))).join(' > ') || 'the exceptions'}: ${yamlMistake(issue, valueAt(given, issue?.path ?? []), KEYS)}`,
      'Each needs check, reason, by and expires',
    );
  for (const { check, expires } of read.data) {
    if (!EXCEPTABLE.has(check))
      throw new OperatorError(
        path,
        `no exception can be made for ${check}`,
        `It can for: ${[...EXCEPTABLE].join(', ')}`,
      );
    if (expires < today)
      throw new OperatorError(path, `the exception for ${check} expired on ${expires}`, 'Have it made again');
  }
  return read.data;
}

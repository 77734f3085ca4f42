import * as fc from 'fast-check';
import { it } from 'vitest';

/** A property as a test, with a fixed seed so that a run can be repeated. */
export const test = {
  prop<Values extends [unknown, ...unknown[]]>(values: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> }) {
    return (name: string, check: (...args: Values) => void | Promise<void>): void => {
      it(name, () =>
        fc.assert(
          fc.asyncProperty(fc.tuple<Values>(...values), async (args) => check(...args)),
          { seed: 20261124, numRuns: 200 },
        ),
      );
    };
  },
};

export { fc };

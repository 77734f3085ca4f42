/** Something the operator can mend. Shown as one line: the thing, what is wrong, the remedy. Ends the command with exit code 2. */
export class OperatorError extends Error {
  readonly thing: string;
  readonly remedy: string;
  constructor(thing: string, problem: string, remedy: string) {
    super(`${thing}: ${problem}. ${remedy}`);
    this.name = 'OperatorError';
    this.thing = thing;
    this.remedy = remedy;
  }
}

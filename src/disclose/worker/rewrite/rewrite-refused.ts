/** The file cannot be copied with changes, in words without content. */
export class RewriteRefused extends Error {
  readonly remedy: string;
  constructor(problem: string, remedy: string) {
    super(problem);
    this.name = 'RewriteRefused';
    this.remedy = remedy;
  }
}

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
}

/**
 * As many lines of standard input as there are prompts; fewer where it ends before. On a terminal each prompt is shown on standard
 * error, and nothing that is typed: echo is off before the first prompt and until the last line.
 */
export async function readSecretLines(
  prompts: readonly string[],
  { stdin, stderr }: Terminal = process,
): Promise<readonly string[]> {
  const shown = stdin.isTTY === true;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: stdin, output: nowhere, terminal: shown, historySize: 0 });
  const lines: string[] = [];
  const show = (text: string | undefined) => {
    if (shown && text !== undefined) stderr.write(text);
  };
  await new Promise<void>((done) => {
    reader.on('line', (line) => {
      if (lines.length === prompts.length) return;
      lines.push(line.trim());
      show('\n');
      if (lines.length < prompts.length) show(prompts[lines.length]);
      else reader.close();
    });
    reader.once('close', done);
    reader.once('SIGINT', () => {
      show('\n');
      reader.close();
    });
    show(prompts[0]);
  });
  return lines;
}

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** The first line of standard input. On a terminal the prompt is shown on standard error and nothing that is typed. */
export async function readSecretLine(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  const shown = stdin.isTTY === true;
  if (shown) stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: shown });
  const line = await new Promise<string>((done) => {
    lines.once('line', done);
    lines.once('close', () => done(''));
    lines.once('SIGINT', () => lines.close());
  });
  lines.close();
  if (shown) stderr.write('\n');
  return line.trim();
}

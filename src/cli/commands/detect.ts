import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { createDetector, loadPatterns } from '../../detect/index.ts';
import { OperatorError } from '../../model/index.ts';
import { writeLine } from '../output.ts';
import { settingsOf } from '../settings.ts';
import { shippedForms } from '../shipped-forms.ts';

/** `detect --jsonl`: how pattern authors and evaluators measure. */
export function addDetectCommand(detect: Command): void {
  detect
    .option('--jsonl', 'read and write JSON lines (the only form there is)')
    .option('--patterns <dir...>', 'further folders of pattern files')
    .addHelpText(
      'after',
      '\nWrites {"id":…,"findings":[{"type","start","end","confidence","masked","evidence":[…]}]} per line; offsets in UTF-16 units.',
    )
    .action(async (flags: { patterns?: string[] }, command: Command) => {
      const settings = settingsOf(command);
      const pack = loadPatterns([...settings.patternFolders, ...(flags.patterns ?? [])], shippedForms());
      const detector = createDetector(pack, randomBytes(32));
      let lineNumber = 0;
      for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
        lineNumber += 1;
        if (line.trim() === '') continue;
        const { id, text } = parseLine(line, lineNumber);
        const findings = detector.detectText(text).map(({ type, start, end, confidence, masked, evidence }) => ({
          type,
          start,
          end,
          confidence,
          masked,
          evidence,
        }));
        await writeLine(JSON.stringify({ id, findings }));
      }
    });
}

function parseLine(line: string, lineNumber: number): { readonly id: unknown; readonly text: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new OperatorError(
      `standard input, line ${lineNumber}`,
      'is not JSON',
      'Give one object per line: {"id":1,"text":"…"}',
    );
  }
  const { id = lineNumber, text } = (value ?? {}) as { id?: unknown; text?: unknown };
  if (typeof text !== 'string')
    throw new OperatorError(
      `standard input, line ${lineNumber}`,
      'has no "text"',
      'Give one object per line: {"id":1,"text":"…"}',
    );
  return { id, text };
}

import type { ScanProgress } from '../scan/index.ts';

export interface ProgressLine {
  show(progress: ScanProgress): void;
  /** Other work than a scan. */
  showText(text: string): void;
  /** A sentence above the line. */
  say(sentence: string): void;
  clear(): void;
}

/** One line that is rewritten on a terminal; nothing where standard error is not one (cron, files). */
export function progressLine(quiet: boolean): ProgressLine {
  const { stderr } = process;
  const live = stderr.isTTY === true && !quiet;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  const showText = (text: string) => {
    if (!live) return;
    stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
    shown = true;
  };
  return {
    showText,
    show(progress) {
      if (live) showText(progressText(progress));
    },
    say(sentence) {
      clear();
      stderr.write(`${sentence}\n`);
    },
    clear,
  };
}

function progressText(progress: ScanProgress): string {
  const number = (value: number) => value.toLocaleString('en-US');
  return [
    `${number(progress.met)} met${progress.walkFinished ? '' : '…'}`,
    `${number(progress.read)} read (${number(Math.round(progress.bytesRead / 1e6))} MB)`,
    `${number(progress.unchanged)} unchanged`,
    `${number(progress.matched)} matched`,
    `${number(progress.unread)} unread`,
    `${number(progress.inFlight)} waiting`,
  ].join(' · ');
}

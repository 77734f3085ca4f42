/** Writes one line to standard output and waits while the reader is slower than we are; nothing where it has gone. */
export async function writeLine(line: string): Promise<void> {
  const { stdout } = process;
  if (stdout.destroyed || stdout.write(`${line}\n`)) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      for (const event of ['drain', 'error', 'close']) stdout.off(event, go);
      resolve();
    };
    for (const event of ['drain', 'error', 'close']) stdout.once(event, go);
  });
}

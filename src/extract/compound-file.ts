import type { Container } from './compound/container.ts';
import { openContainer } from './compound/container.ts';
import type { Budget } from './limits.ts';
import { Damaged } from './limits.ts';
import type { Source } from './source.ts';

export { isCompoundFile } from './compound/container.ts';

const opened = new WeakMap<Source, Container | undefined>();

/** Names of the streams, lower case; nothing where the directory cannot be read. */
export async function compoundNames(source: Source, budget: Budget): Promise<ReadonlySet<string> | undefined> {
  const file = await tryOpen(source, budget);
  return file && new Set(file.streams.map(({ path }) => path.toLowerCase()));
}

/** The container of doc, xls, ppt, msg and of encrypted OOXML. @throws Damaged, Cut */
export async function openCompoundFile(source: Source, budget: Budget): Promise<Container> {
  const file = await tryOpen(source, budget);
  if (!file) throw new Damaged('the directory of the compound file cannot be read');
  return file;
}

async function tryOpen(source: Source, budget: Budget): Promise<Container | undefined> {
  if (opened.has(source)) return opened.get(source);
  const file = openContainer(await source.random(budget));
  opened.set(source, file);
  return file;
}

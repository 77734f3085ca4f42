import { shownPath, shownText } from '../model/index.ts';
import type { DigestFlag, DigestGroup, NightDigest, ScanRecord, ShareCoverage, UnreadFile } from '../record/index.ts';

/** Names go through the file itself, because only its findings tell what its name holds. */
export async function readDigest(record: ScanRecord, runId: number): Promise<NightDigest> {
  const digest = await record.nights.digest(runId);
  const shown = async <T extends DigestFlag | UnreadFile>(entry: T): Promise<T> => {
    const file = await record.files.file(entry.fileId);
    return { ...entry, share: shownText(entry.share), path: file ? shownPath(file) : shownText(entry.path) };
  };
  const group = async (name: DigestGroup) => {
    const { count, first } = digest.flags[name];
    return { count, first: await Promise.all(first.map(shown)) };
  };
  return {
    ...digest,
    flags: {
      new: await group('new'),
      worse: await group('worse'),
      better: await group('better'),
      closed: await group('closed'),
      moved: await group('moved'),
    },
    unread: { ...digest.unread, first: await Promise.all(digest.unread.first.map(shown)) },
  };
}

export async function readCoverage(record: ScanRecord): Promise<readonly ShareCoverage[]> {
  const shares = await record.nights.coverage();
  return shares.map((share) => ({ ...share, share: shownText(share.share), root: shownText(share.root) }));
}

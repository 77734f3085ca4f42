import { counted, figure } from '../model/index.ts';
import type { NightDigest, ShareCoverage } from '../record/index.ts';
import { coverageGaps, digestSections, headInWords, lastScan, notReachedLines } from './night-lines.ts';

export function digestView(digest: NightDigest) {
  const { sinceThen, noLonger } = digest.unread;
  return {
    since:
      digest.sinceRunId === undefined ? 'No earlier run to compare with.' : `Compared with run ${digest.sinceRunId}.`,
    summary: `Unread only since then: ${counted(sinceThen, 'file')}; no longer unread: ${counted(noLonger, 'file')}. Entries of people in between: ${figure(digest.decisions)}.`,
    notReached: notReachedLines(digest.notReached),
    auditHead: headInWords(digest.auditHead),
    sections: digestSections(digest),
  };
}

export function coverageView(share: ShareCoverage) {
  return {
    share: share.share,
    met: figure(share.met),
    fullyRead: figure(share.fullyRead),
    partlyRead: figure(share.partlyRead),
    unread: figure(share.unread),
    lastScan: lastScan(share),
    gaps: coverageGaps(share),
  };
}

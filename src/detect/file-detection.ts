import type { FileReading, TextPart } from '../model/index.ts';
import type { CompiledPack } from './compiled-pack.ts';
import type { Fingerprinter } from './fingerprint.ts';

export type FileFindings = Pick<
  FileReading,
  'types' | 'findings' | 'people' | 'ledger' | 'namePaired' | 'documentClasses'
>;

/** One file's detection: parts in document order, then what was found. */
export interface FileDetection {
  readonly add: (part: TextPart) => void;
  readonly finish: () => FileFindings;
}

export interface FileDetectionSetting {
  readonly pack: CompiledPack;
  readonly fingerprinter: Fingerprinter;
  readonly tagOfType: (type: string) => number;
  readonly findingsPerType: number;
}

export function openFileDetection(_setting: FileDetectionSetting): FileDetection {
  throw new Error('x');
}

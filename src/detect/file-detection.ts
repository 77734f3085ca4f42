import { type Allowance, countPeople, type FileReading, type TextPart } from '../model/index.ts';
import { allowedFindings } from './allowances.ts';
import { canonicalValue } from './canonical.ts';
import type { CompiledPack } from './compiled-pack.ts';
import { documentClassesOf } from './document-classes.ts';
import { countFound, type FileSetting, type NoticeFinding, type ObserveFinding } from './file-setting.ts';
import type { Fingerprinter } from './fingerprint.ts';
import { ledgerBuilder } from './people-ledger.ts';
import { type TableReader, tableReader } from './table-reader.ts';
import { tally } from './tally.ts';
import { textRecords } from './text-records.ts';
import { textStream } from './text-stream.ts';
import { foundOf, isAtLeast } from './weigh.ts';

export type FileFindings = Pick<
  FileReading,
  'types' | 'findings' | 'people' | 'ledger' | 'namePaired' | 'documentClasses'
> & {
  /** Findings by type that the operator allows; they are counted as low. */
  readonly allowed: Readonly<Record<string, number>>;
  /** Records beyond the most people that are counted in one file. */
  readonly peopleLeft: number;
};

/** One file's detection: parts in document order, then what was found. */
export interface FileDetection {
  readonly add: (part: TextPart) => void;
  readonly finish: () => FileFindings;
}

export interface FileDetectionOptions {
  readonly pack: CompiledPack;
  readonly fingerprinter: Fingerprinter;
  readonly tagOfType: (type: string) => number;
  readonly findingsPerType: number;
  readonly allowances: readonly Allowance[];
  readonly asOf: string | undefined;
  readonly observe: ObserveFinding | undefined;
  readonly notice: NoticeFinding | undefined;
  readonly people: boolean;
}

export function openFileDetection(options: FileDetectionOptions): FileDetection {
  const { pack, fingerprinter, tagOfType, findingsPerType } = options;
  const ledger = ledgerBuilder(fingerprinter);
  const setting: FileSetting = {
    pack,
    fingerprinter,
    tagOfType,
    tally: tally(findingsPerType),
    ledger: options.people ? ledger : { ...ledger, add: () => undefined },
    phrases: new Set(),
    asOf: options.asOf,
    observe: options.observe,
    notice: options.notice,
    allowed: allowedFindings(pack, fingerprinter, options.allowances),
  };
  const records = textRecords(setting.ledger, options.asOf);
  const text = textStream(
    pack,
    ({ reading: { weighed }, place, border, distance }) => {
      const { pattern, confidence, value } = weighed;
      const canonical = canonicalValue(pattern.file.element, value);
      const told = countFound(setting, pattern, confidence, canonical, () => ({
        place: place(),
        found: foundOf(weighed, canonical),
      }));
      if (isAtLeast(told, 'medium')) records.add({ pattern, value, canonical, border, distance });
    },
    (phrase) => setting.phrases.add(phrase),
  );
  let table: { readonly number: number; readonly reader: TableReader } | undefined;
  const closeTable = (): void => {
    table?.reader.finish();
    table = undefined;
  };
  const closeText = (): void => {
    text.finish();
    records.finish();
  };
  return {
    add: (part) => {
      if (part.kind === 'text') {
        closeTable();
        text.add(part);
        return;
      }
      if (table?.number !== part.table) {
        closeText();
        closeTable();
        table = { number: part.table, reader: tableReader(setting, part.place, part.columns) };
      }
      table.reader.add(part);
    },
    finish: () => {
      closeText();
      closeTable();
      const rows = setting.ledger.finish();
      const people = countPeople([rows]);
      const peopleLeft = setting.ledger.left();
      return {
        types: setting.tally.types(),
        findings: setting.tally.findings(),
        people: { ...people, upper: people.upper + peopleLeft },
        peopleLeft,
        ledger: rows,
        namePaired: setting.ledger.namePaired(),
        documentClasses: documentClassesOf(setting.phrases),
        allowed: setting.allowed.counts(),
      };
    },
  };
}

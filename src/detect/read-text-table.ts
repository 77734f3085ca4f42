import { withLostZeros } from './column-reader.ts';
import type { CompiledPack } from './compiled-pack.ts';
import type { Evidence } from './evidence.ts';
import type { HeaderMeaning } from './header.ts';
import { lowerOf, ownCeiling, proofOf, shapeEvidence } from './read-match.ts';
import type { TextTableLine } from './text-table.ts';
import { type Reading, reading } from './weigh.ts';

const NAMED: Evidence = Object.freeze({ points: 5.5, says: 'the header of its column names it' });
const PARTLY_NAMED: Evidence = Object.freeze({ points: 4, says: 'the header of its column holds a word for it' });
const NAMED_FOR_OTHER: Evidence = Object.freeze({ points: -5, says: 'the header of its column names something else' });

/** Fields in columns that are named for a pattern, of tables inside running text. */
export function readNamedFields(pack: CompiledPack, text: string, lines: readonly TextTableLine[]): Reading[] {
  const readings: Reading[] = [];
  for (const { columns, fields } of lines) {
    for (const { column, start, end } of fields) {
      const header = columns.headers[column];
      if (!header || header.names.size === 0 || start === end || end - start > 120) continue;
      const value = text.slice(start, end);
      for (const [index, fit] of header.names) {
        const pattern = pack.patterns[index];
        const shape = pattern?.isCell(value, true) ? pattern.cell(value, true) : undefined;
        if (!pattern || !shape) continue;
        const proof = proofOf(pattern, pattern.file.element === 'us-ssn' ? withLostZeros(value) : value);
        if (!proof) continue;
        const evidence = [shapeEvidence(shape), ...proof.evidence, fit === 'exact' ? NAMED : PARTLY_NAMED];
        readings.push(
          reading({
            pattern,
            shape,
            start,
            end,
            value,
            evidence,
            ceiling: lowerOf(proof.ceiling, ownCeiling(pattern)),
          }),
        );
      }
    }
  }
  return readings;
}

/** What the tables inside a text say of a place. Places are asked for in any order; lines are sorted. */
export interface HeadersOver {
  /** What the header over the place says against a pattern. */
  readonly against: (start: number, pattern: number) => Evidence | undefined;
  /** Where the table line of the place begins; 0 outside of tables. */
  readonly lineStart: (start: number) => number;
}

export function headersOver(lines: readonly TextTableLine[]): HeadersOver {
  const starts = lines.map(({ fields }) => fields[0]?.start ?? 0);
  const lineOf = (start: number): TextTableLine | undefined => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= start) low = middle;
      else high = middle - 1;
    }
    const line = lines[low];
    return line && start >= (starts[low] as number) && start < (line.fields.at(-1)?.end ?? 0) ? line : undefined;
  };
  return {
    against: (start, pattern) => {
      const line = lineOf(start);
      const field = line?.fields.find((one) => start >= one.start && start < one.end);
      const header = field && line?.columns.headers[field.column];
      return header && namesOther(header, pattern) ? NAMED_FOR_OTHER : undefined;
    },
    lineStart: (start) => lineOf(start)?.fields[0]?.start ?? 0,
  };
}

function namesOther(header: HeaderMeaning, pattern: number): boolean {
  if (header.names.has(pattern)) return false;
  return header.names.size > 0 || header.against.has(-1) || header.against.has(pattern) || header.role === 'zip';
}

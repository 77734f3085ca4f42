import { canonicalValue } from './canonical.ts';
import type { CompiledPack } from './compiled-pack.ts';
import type { Fingerprinter } from './fingerprint.ts';
import { maskOf } from './mask.ts';
import { readText } from './read-text.ts';
import type { TextFinding } from './text-finding.ts';
import { utf16Counter } from './utf16.ts';
import { explain } from './weigh.ts';

/** Finds identifiers in one text; all confidences, sorted by place. Lone surrogates count as one unit. Linear. */
export function detectText(
  pack: CompiledPack,
  fingerprinter: Fingerprinter,
  tagOfType: (type: string) => number,
  text: string,
): TextFinding[] {
  const utf8 = Buffer.from(text);
  const units = utf16Counter(utf8);
  const ends = utf16Counter(utf8);
  const findings: TextFinding[] = [];
  for (const { found } of readText(pack, utf8, 0, utf8.length)) {
    for (const { weighed, byteStart, byteEnd } of found) {
      const { file } = weighed.pattern;
      findings.push({
        type: file.id,
        start: units(byteStart),
        end: ends(byteEnd),
        confidence: weighed.confidence,
        masked: maskOf(weighed.value, file.mask),
        evidence: explain(weighed),
        margin: Math.round(weighed.margin * 10),
        fingerprint: fingerprinter.hex(tagOfType(file.id), canonicalValue(file.element, weighed.value)),
      });
    }
  }
  return findings;
}

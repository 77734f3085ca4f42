import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JudgeInput } from '../../src/judge/index.ts';

export const PACKS = new URL('../../policies', import.meta.url).pathname;

const STATE_PACK = `id: sample
layer: state
issuance:
  number: Sample 1
  title: Sample policy
  released: 2020-01-01
  effective: 2020-01-01
  expires: never
  rescinds: []
  attachments: none
  note: for tests
example_classes:
  us-ssn: [protected-pii]
`;

export const RULE = `id: one
title: One rule
sentence: A sentence.
clause: A clause
status: D
classes: [protected-pii]
applies: found.isProtected()
needs: [file.audience]
verdicts:
  - when: file.audience == "everyone"
    verdict: violation
severity: high
action: Do something.
examples:
  - name: positive
    given: { audience: everyone, types: { us-ssn: 1 } }
    expect: violation
  - name: negative
    given: { audience: team, types: { us-ssn: 1 } }
    expect: nothing
  - name: unknown
    given: { audience: unknown, types: { us-ssn: 1 } }
    expect: cannot-tell
`;

/** A folder with one pack in it; gives the folder of packs. */
export function packsWith(
  rules: Readonly<Record<string, string>>,
  packs: Readonly<Record<string, string>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'sharewarden-policy-'));
  const all: Record<string, string> = { sample: STATE_PACK, ...packs };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(join(folder, name, 'rules'), { recursive: true });
    writeFileSync(join(folder, name, 'pack.yaml'), text);
  }
  for (const [name, text] of Object.entries(rules)) {
    const path = name.includes('/') ? join(folder, name) : join(folder, 'sample', 'rules', name);
    writeFileSync(path, text);
  }
  return folder;
}

export function localPack(tail: string): string {
  return STATE_PACK.replace('id: sample', 'id: local-board').replace('layer: state', 'layer: local') + tail;
}

/** A file with three labelled numbers in a team folder; every field can be overridden. */
export function inputOf(
  facts: Partial<JudgeInput['facts']> = {},
  reading: Partial<JudgeInput['reading']> = {},
  rest: Partial<Omit<JudgeInput, 'facts' | 'reading'>> = {},
): JudgeInput {
  return {
    facts: {
      share: 'main',
      root: '/srv/main',
      path: 'Case Files/roster.csv',
      sizeBytes: 900,
      modifiedAtMs: 0,
      changedAtMs: 0,
      device: '1',
      inode: '7',
      mode: 0o640,
      uid: 1000,
      gid: 1000,
      audience: 'team',
      location: 'unregistered',
      ...facts,
    },
    reading: {
      outcome: 'matched',
      format: 'csv',
      bytesRead: 900,
      unreadParts: [],
      unreadPartCount: 0,
      notes: [],
      types: [{ type: 'us-ssn', count: 3, high: 3, medium: 0, low: 0, distinct: 3 }],
      findings: [],
      people: { lower: 3, likely: 3, upper: 3 },
      namePaired: { 'us-ssn': 3 },
      documentClasses: [],
      elapsedMs: 1,
      ...reading,
    },
    neighbours: [],
    registers: {},
    settings: {},
    classesOf: { 'us-ssn': ['protected-pii', 'statutory-pi-mo'] },
    nowMs: 1000,
    ...rest,
  };
}

import type { Extracted, Place } from '../model/index.ts';
import { inPart, memberName, note, textBlocks, unread } from './blocks.ts';
import { isReadError, reasonOf } from './file-source.ts';
import type { ReadContext } from './format.ts';
import type { Budget } from './limits.ts';
import { Cut, Damaged } from './limits.ts';
import type { Passwords } from './passwords.ts';
import { isWrongExtension, lookAt, recognise } from './recognise.ts';
import type { Source } from './source.ts';
import { zipCutOff } from './zip/zip-directory.ts';

/** State of one top-level file. */
export interface FileState {
  readonly budget: Budget;
  readonly passwords: Passwords;
  tables: number;
  /** Format of the top level, once known. */
  format: string | undefined;
}

/** Reads one source and everything inside it. Never throws for what the bytes are. */
export async function* readSource(source: Source, place: Place, state: FileState): AsyncIterable<Extracted> {
  const { budget } = state;
  try {
    if (source.sizeBytes === 0) {
      state.format ??= 'empty';
      return;
    }
    const look = await lookAt(source, budget);
    if (look.head.length === 0) {
      state.format ??= 'empty';
      return;
    }
    const format = recognise(look);
    if (!format) {
      state.format ??= 'unknown';
      yield unread(
        place,
        'unsupported-format',
        look.extension ? `no reader for this content, named .${look.extension}` : 'no reader for this content',
      );
      return;
    }
    state.format ??= format.name;
    if (isWrongExtension(format, look.extension))
      yield note(place, 'wrong-extension', `named .${look.extension}, is ${format.name}`);
    const context: ReadContext = {
      place,
      look,
      budget,
      passwords: state.passwords,
      nextTable: () => state.tables++,
      recurse: (inner, member) => readMember(inner, member, place, state),
      unlocked(inner) {
        budget.member();
        if (place.members.length === 0) state.format = undefined;
        return readSource(inner, place, state);
      },
    };
    for await (const part of format.read(source, context)) {
      budget.checkTime();
      yield part;
    }
    const cutOff = await zipCutOff(source);
    if (cutOff === 'damaged') yield unread(place, 'damaged', 'the directory of the zip ends before its end');
    else if (cutOff) yield unread(place, cutOff, `more than ${budget.limits.members} members`);
  } catch (error) {
    yield unread(place, ...whyUnread(error));
  }
}

async function* readMember(source: Source, member: string, parent: Place, state: FileState): AsyncIterable<Extracted> {
  state.budget.member();
  const place: Place = { members: [...parent.members, memberName(member)] };
  yield* textBlocks(inPart(place, 'file-name'), member);
  if (place.members.length > state.budget.limits.depth) {
    yield unread(place, 'too-deep', `more than ${state.budget.limits.depth} containers deep`);
    return;
  }
  yield* readSource(source, place, state);
}

/** What a failed reader means. The messages of libraries may quote content, so only our own words go on. */
function whyUnread(error: unknown): [Parameters<typeof unread>[1], string] {
  if (error instanceof Cut) return [error.reason, error.message];
  if (error instanceof Damaged) return ['damaged', error.message];
  if (isReadError(error)) {
    const { reason, detail } = reasonOf(error);
    return [reason, detail];
  }
  if (error instanceof Error && 'code' in error) {
    const code = String(error.code);
    if (code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE') return ['damaged', 'compressed data is damaged'];
  }
  if (error instanceof RangeError) return ['too-much-memory', 'a reader asked for more memory than there is'];
  return ['reader-crashed', error instanceof Error ? error.name : 'unknown'];
}

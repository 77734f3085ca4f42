/**
 * A file, read again while a person looks at it: in, the file as the record has it and some of its findings; out, what stands
 * around them with everything masked that looks personal. `reveal` alone gives a value, for one response. Read-only.
 */
export type * from './preview-types.ts';
export { TARGETS_MAX } from './preview-types.ts';
export { createPreviewer, type Previewer } from './previewer.ts';

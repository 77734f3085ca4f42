/**
 * In: a recorded file and a person who asks. Out: the file held outside of its share with a marker in its place, or laid back,
 * each verified by digest and recorded; or a refusal that changed nothing. Acts only when asked; the one room that moves files.
 */
export { type MoveRequest, moveToQuarantine } from './move-to-quarantine.ts';
export type * from './quarantine-types.ts';
export { type RestoreRequest, restoreFromQuarantine } from './restore.ts';
export { resumeQuarantine } from './resume.ts';

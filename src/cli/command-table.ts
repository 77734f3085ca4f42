import type { Command } from 'commander';
import type { Finish } from './main.ts';

type AddCommand = (program: Command, finish: Finish) => void;

/** Every command by its name, in the order of the help. Each is loaded only when asked for: all of them cost seconds to start. */
const COMMANDS: readonly (readonly [name: string, load: () => Promise<AddCommand>])[] = [
  ['scan', async () => (await import('./commands/scan.ts')).addScanCommand],
  ['breach', async () => (await import('./commands/breach/breach.ts')).addBreachCommand],
  ['report', async () => (await import('./commands/report.ts')).addReportCommand],
  ['digest', async () => (await import('./commands/nights.ts')).addDigestCommand],
  ['coverage', async () => (await import('./commands/nights.ts')).addCoverageCommand],
  ['record', async () => (await import('./commands/record.ts')).addRecordCommand],
  ['explain', async () => (await import('./commands/explain.ts')).addExplainCommand],
  ['fingerprint', async () => (await import('./commands/fingerprint.ts')).addFingerprintCommand],
  ['patterns', async () => (await import('./commands/patterns.ts')).addPatternsCommand],
  ['policy', async () => (await import('./commands/policy.ts')).addPolicyCommand],
  ['detect', async () => (await import('./commands/detect.ts')).addDetectCommand],
  ['clear', async () => (await import('./commands/clear.ts')).addClearCommand],
  ['verify', async () => (await import('./commands/verify.ts')).addVerifyCommand],
  ['agreements', async () => (await import('./commands/agreements.ts')).addAgreementsCommand],
  ['disclosures', async () => (await import('./commands/disclosures.ts')).addDisclosuresCommand],
  ['keys', async () => (await import('./commands/keys.ts')).addKeysCommand],
  ['audit', async () => (await import('./commands/audit.ts')).addAuditCommand],
  ['review', async () => (await import('./commands/review.ts')).addReviewCommand],
  ['user', async () => (await import('./commands/user.ts')).addUserCommand],
  ['doctor', async () => (await import('./commands/doctor.ts')).addDoctorCommand],
];

/** Adds the commands whose names stand among the words; all of them where none does (help, a mistyped name). */
export async function addCommands(program: Command, words: readonly string[], finish: Finish): Promise<void> {
  const named = COMMANDS.filter(([name]) => words.includes(name));
  const needed = named.length === 0 || words[0]?.startsWith('-h') || words[0] === '--help' ? COMMANDS : named;
  for (const [, load] of needed) (await load())(program, finish);
}

import type { Command } from 'commander';
import type { Finish } from './main.ts';

interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** What adds arguments, options and action to the command. */
  readonly load: () => Promise<(command: Command, finish: Finish) => void>;
}

/** Every command, in the order of the help. What one needs is loaded only when it is asked for: all of it costs seconds to start. */
const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'scan',
    description: 'read shares, judge every file, record the outcome, open assessments, write reports',
    load: async () => (await import('./commands/scan.ts')).addScanCommand,
  },
  {
    name: 'breach',
    description: 'breach assessments that scans opened, or people by hand',
    load: async () => (await import('./commands/breach/breach.ts')).addBreachCommand,
  },
  {
    name: 'report',
    description: 'write a report of a recorded run again, without reading a file',
    load: async () => (await import('./commands/report.ts')).addReportCommand,
  },
  {
    name: 'digest',
    description: 'what is new, worse, better, closed and still unread since the run before',
    load: async () => (await import('./commands/nights.ts')).addDigestCommand,
  },
  {
    name: 'coverage',
    description: 'what of each share is fully read, partly read or unread, why, and for how many nights',
    load: async () => (await import('./commands/nights.ts')).addCoverageCommand,
  },
  {
    name: 'record',
    description: 'the database of the state folder',
    load: async () => (await import('./commands/record.ts')).addRecordCommand,
  },
  {
    name: 'explain',
    description: 'read one file and say, finding by finding, what speaks for it and against it',
    load: async () => (await import('./commands/explain.ts')).addExplainCommand,
  },
  {
    name: 'fingerprint',
    description: 'read one value from standard input, without showing it, and print its keyed fingerprint',
    load: async () => (await import('./commands/fingerprint.ts')).addFingerprintCommand,
  },
  {
    name: 'patterns',
    description: 'the identifiers that are searched for',
    load: async () => (await import('./commands/patterns.ts')).addPatternsCommand,
  },
  {
    name: 'policy',
    description: 'the rules that files are judged by',
    load: async () => (await import('./commands/policy.ts')).addPolicyCommand,
  },
  {
    name: 'detect',
    description: 'search texts from standard input, one JSON object per line: {"id":…,"text":…}',
    load: async () => (await import('./commands/detect.ts')).addDetectCommand,
  },
  {
    name: 'clear',
    description:
      'check an export before it goes to a third party: may it go under this agreement, and if not, what stops it',
    load: async () => (await import('./commands/clear.ts')).addClearCommand,
  },
  {
    name: 'verify',
    description: 'check a certificate against files, offline',
    load: async () => (await import('./commands/verify.ts')).addVerifyCommand,
  },
  {
    name: 'agreements',
    description: 'the register of agreements with third parties',
    load: async () => (await import('./commands/agreements.ts')).addAgreementsCommand,
  },
  {
    name: 'disclosures',
    description: 'the log of what went to whom, under what, when (34 CFR 99.32)',
    load: async () => (await import('./commands/disclosures.ts')).addDisclosuresCommand,
  },
  {
    name: 'keys',
    description: 'signing keys of clearance certificates',
    load: async () => (await import('./commands/keys.ts')).addKeysCommand,
  },
  {
    name: 'audit',
    description: 'the append-only audit log',
    load: async () => (await import('./commands/audit.ts')).addAuditCommand,
  },
  {
    name: 'review',
    description: 'the web app in which custodians work through the flags',
    load: async () => (await import('./commands/review.ts')).addReviewCommand,
  },
  {
    name: 'user',
    description: 'accounts of the web app',
    load: async () => (await import('./commands/user.ts')).addUserCommand,
  },
  {
    name: 'doctor',
    description: 'check that this installation can scan: program, patterns, rules, state folder, database',
    load: async () => (await import('./commands/doctor.ts')).addDoctorCommand,
  },
];

/** Adds all commands by name and description, and in full those whose names stand among the words. */
export async function addCommands(program: Command, words: readonly string[], finish: Finish): Promise<void> {
  for (const { name, description, load } of COMMANDS) {
    const command = program.command(name).description(description);
    if (words.includes(name)) (await load())(command, finish);
  }
}

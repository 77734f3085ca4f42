#!/usr/bin/env node
import { Command, CommanderError, Help } from 'commander';
import { OperatorError } from '../model/index.ts';
import { addCommands } from './command-table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { missingPackage } from './missing-package.ts';
import { productVersion } from './product.ts';

/** Lets a command say how the process ends. */
export type Finish = (code: ExitCode) => void;

async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const finish: Finish = (value) => {
    code = value;
  };
  const program = new Command('sharewarden')
    .description(
      'Finds personal data that should not lie where it lies, says which rule it breaks, opens the breach-assessment record.',
    )
    .version(productVersion())
    .option('--state <dir>', 'folder for everything Sharewarden keeps (also SHAREWARDEN_STATE)')
    .option('--store <address>', 'record on PostgreSQL, postgres://user@host/database (also SHAREWARDEN_STORE)')
    .option('--config <file>', 'configuration file (also SHAREWARDEN_CONFIG; default ./sharewarden.yaml if there)')
    .showHelpAfterError('Run sharewarden --help for the commands.')
    .configureHelp({
      showGlobalOptions: true,
      // The commands themselves are listed by name: what they take is not loaded for that.
      subcommandTerm: (command) => (command.parent?.parent ? Help.prototype.subcommandTerm(command) : command.name()),
    })
    .exitOverride();
  await addCommands(program, argv.slice(2), finish);
  program.addHelpText(
    'after',
    `
First steps:
  sharewarden scan /srv/shares/board       read a share, judge it, open assessments
  sharewarden breach list                  what needs a breach assessment
  sharewarden report summary               write the last scan's report again

Exit codes: 0 all read, nothing against the rules · 1 something against the rules ·
2 could not run · 3 nothing against the rules, but something unread · 4 a defect of Sharewarden`,
  );
  await program.parseAsync([...argv]);
  return code;
}

/** One line for what the operator can mend, a stack for what we must. */
function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof OperatorError) {
    console.error(`sharewarden: ${error.message}`);
    return EXIT.usage;
  }
  const missing = missingPackage(error);
  if (missing !== undefined) {
    console.error(`sharewarden: the package ${missing} is not installed. Run npm ci in the folder of Sharewarden`);
    return EXIT.usage;
  }
  console.error('sharewarden: this is a defect of Sharewarden; please report it with the lines below');
  console.error(error instanceof Error ? error.stack : String(error));
  return EXIT.defect;
}

// A reader of our output may close it early (`| head`): the work goes on, and the exit code stays what it is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await main(process.argv);
} catch (error) {
  process.exitCode = report(error);
}

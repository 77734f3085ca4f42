import { resolve } from 'node:path';
import { loadPatterns } from '../detect/index.ts';
import { contentKeyOf } from '../extract/index.ts';
import { createPreviewer } from '../preview/index.ts';
import { resumeQuarantine } from '../quarantine/index.ts';
import type { ScanRecord } from '../record/index.ts';
import type { ReviewContext } from '../review/index.ts';
import { mailerOf } from './mailer.ts';
import { installationKey } from './open-record.ts';
import { writeLine } from './output.ts';
import { scanLimits } from './scan-limits.ts';
import type { Settings } from './settings.ts';
import { shippedForms } from './shipped-forms.ts';

const REVEAL_MINUTES = 10;

/** What the web app needs to look into files and to move them. First it puts in order what was killed while a file was moved. */
export async function readingContext(
  settings: Settings,
  record: ScanRecord,
): Promise<Pick<ReviewContext, 'previewer' | 'reveal' | 'quarantine' | 'targets' | 'mail'>> {
  const { config, base } = settings;
  const fingerprintKey = installationKey(settings);
  const setting = config.quarantine && {
    record,
    folder: resolve(base, config.quarantine.folder),
    contentKey: contentKeyOf(fingerprintKey),
    contact: config.quarantine.contact,
    nowMs: () => Date.now(),
  };
  if (setting)
    for (const { quarantineId, state, missing } of await resumeQuarantine(setting))
      await writeLine(
        `Quarantine ${quarantineId} was interrupted: ${missing ? 'neither the file nor a whole copy is there' : state}`,
      );
  const mail = mailerOf(config, base);
  return {
    ...(mail && { mail }),
    targets: config.breach ?? {},
    previewer: createPreviewer({
      pack: loadPatterns(settings.patternFolders, shippedForms()),
      fingerprintKey,
      limits: scanLimits(config).limits,
    }),
    ...(config.reveal && {
      reveal: {
        people: config.reveal.people,
        needsSecondPerson: config.reveal.secondPerson ?? false,
        validMs: (config.reveal.minutes ?? REVEAL_MINUTES) * 60_000,
      },
    }),
    ...(config.quarantine && setting && { quarantine: { custodians: config.quarantine.custodians ?? [], setting } }),
  };
}

import { parentPort, workerData } from 'node:worker_threads';
import { createDetector, type PatternPack } from '../detect/index.ts';
import { contentKeyOf, type Limits, silenceThread } from '../extract/index.ts';
import { previewFile, revealValue } from './preview-file.ts';
import type { NotShown, PreviewOutcome, PreviewRequest, RevealOutcome, RevealRequest } from './preview-types.ts';

export interface PreviewSettings {
  readonly pack: PatternPack;
  /** 32 bytes, the installation's. */
  readonly fingerprintKey: Uint8Array;
  readonly limits: Limits;
}

export type PreviewTask =
  | { readonly kind: 'preview'; readonly request: PreviewRequest }
  | { readonly kind: 'reveal'; readonly request: RevealRequest };

const port = parentPort;
if (!port) throw new Error('the previewer runs as a worker thread only');
const settings = workerData as PreviewSettings;

silenceThread();

const setting = {
  detector: createDetector(settings.pack, settings.fingerprintKey),
  contentKey: contentKeyOf(settings.fingerprintKey),
  limits: settings.limits,
};

port.on('message', (task: PreviewTask) => {
  // An error's message may quote the file: nothing of it leaves.
  const crashed: NotShown = { kind: 'not-shown', reason: 'reader-crashed' };
  void run(task).then(
    (outcome) => port.postMessage(outcome),
    () => port.postMessage(crashed),
  );
});

function run(task: PreviewTask): Promise<PreviewOutcome | RevealOutcome> {
  switch (task.kind) {
    case 'preview':
      return previewFile(task.request, setting);
    case 'reveal':
      return revealValue(task.request, setting);
    default:
      return task satisfies never;
  }
}

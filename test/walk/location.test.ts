import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocator } from '../../src/walk/location.ts';
import { entries, freshTree, put } from './tree.ts';

const tree = freshTree();

function classOf(directory: string, root = '/srv/office', removable = false): string {
  return createLocator({ name: 'office', root }, [], removable).classOfDirectory(directory);
}

describe('well-known folder names', () => {
  it.each([
    ['', 'unregistered'],
    ['HR/Cases', 'unregistered'],
    ['Users/mreyes/Dropbox/work', 'personal-sync'],
    ['OneDrive - Personal', 'personal-sync'],
    ['OneDrive - Example Workforce Agency', 'unregistered'],
    ['Google Drive/x', 'personal-sync'],
    ['iCloudDrive', 'personal-sync'],
    ['Box Sync', 'personal-sync'],
    ['Users/mreyes/Downloads', 'downloads'],
    ['Users/mreyes/Desktop/x', 'temporary'],
    ['temp', 'temporary'],
    ['$RECYCLE.BIN/S-1-5-21', 'recycle-bin'],
    ['.Trash-1000/files', 'recycle-bin'],
    ['Scans/2026', 'scan-drop'],
    ['Scan to folder', 'scan-drop'],
    ['inetpub/wwwroot', 'public'],
    ['site/public_html', 'public'],
    ['Public', 'public'],
    ['Public/Dropbox', 'public'],
    ['Republic', 'unregistered'],
    ['Users/mreyes/Documents', 'home'],
    ['Users', 'unregistered'],
  ])('takes %s as %s', (directory, expected) => {
    expect(classOf(directory)).toBe(expected);
  });

  it.each([
    ['/media/mreyes/STICK', 'removable'],
    ['/mnt/usb0/x', 'removable'],
    ['/run/media/mreyes/A', 'removable'],
    ['/mnt/data', 'unregistered'],
    ['/home/mreyes/Dropbox/cases', 'personal-sync'],
    ['/srv/www/htdocs', 'public'],
    ['/tmp/scans/x', 'unregistered'],
  ])('takes a root at %s as %s', (root, expected) => {
    expect(classOf('', root)).toBe(expected);
  });

  it('takes a volume that starts by itself as removable', async () => {
    put(tree.root, 'a/b.txt');
    writeFileSync(join(tree.root, 'autorun.inf'), '');
    const found = await entries(tree.root);
    expect(found.map((entry) => entry.kind === 'file' && entry.facts.location)).toEqual(['removable', 'removable']);
  });
});

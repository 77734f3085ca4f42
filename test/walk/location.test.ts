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

  it.each([
    ['**', 'unregistered', 'Users/mreyes/Dropbox/list.csv', 'personal-sync'],
    ['office:**', 'approved', 'Public/list.csv', 'public'],
    ['Users/**', 'home', 'Users/mreyes/Downloads/list.csv', 'downloads'],
    ['**/*.csv', 'approved', 'temp/list.csv', 'temporary'],
    ['**', 'unregistered', 'Users/mreyes/list.csv', 'unregistered'],
    ['**', 'public', 'Users/mreyes/Dropbox/list.csv', 'public'],
    ['Scans', 'eo-store', 'Scans/2026/list.csv', 'eo-store'],
    ['Users/*/Drop*/**', 'approved', 'Users/mreyes/Dropbox/list.csv', 'approved'],
    ['Public/Cases', 'approved', 'Public/Cases/Dropbox/list.csv', 'approved'],
    ['Public', 'approved', 'Public/Dropbox/list.csv', 'approved'],
  ] as const)('a rule for %s says %s, and %s is %s', (path, kind, file, expected) => {
    const locator = createLocator({ name: 'office', root: '/srv/office' }, [{ path, class: kind }], false);
    expect(locator.locate(file, locator.classOfDirectory(file.slice(0, file.lastIndexOf('/')))).class).toBe(expected);
  });

  it('a rule that names the folder holds after one for all places', () => {
    const rules = [
      { path: '**', class: 'unregistered' },
      { path: '**/Dropbox', class: 'approved' },
    ] as const;
    const locator = createLocator({ name: 'office', root: '/srv/office' }, rules, false);
    expect(locator.locate('Users/Dropbox/x.csv', 'personal-sync').class).toBe('approved');
  });

  it.each([
    ['**', 'removable'],
    ['stick:**', 'approved'],
  ])('on a removable medium a rule for %s gives %s', (path, expected) => {
    const locator = createLocator({ name: 'stick', root: '/media/x/STICK' }, [{ path, class: 'approved' }], false);
    expect(locator.locate('a/b.csv', locator.classOfDirectory('a')).class).toBe(expected);
  });

  it('takes a volume that starts by itself as removable', async () => {
    put(tree.root, 'a/b.txt');
    writeFileSync(join(tree.root, 'autorun.inf'), '');
    const found = await entries(tree.root);
    expect(found.map((entry) => entry.kind === 'file' && entry.facts.location)).toEqual(['removable', 'removable']);
  });
});

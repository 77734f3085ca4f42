import type { Audience, LocationClass } from './file-facts.ts';

/** Who can read a file, in plain words. */
export const AUDIENCE_WORDS: Readonly<Record<Audience, string>> = {
  owner: 'the owner only',
  team: 'the owning group',
  everyone: 'every account of the organization',
  public: 'anyone outside the organization',
  unknown: 'unknown, so treated as wide',
};

/** What kind of place a file lies in, in plain words. */
export const LOCATION_WORDS: Readonly<Record<LocationClass, string>> = {
  approved: 'approved place',
  'eo-store': 'registered equal opportunity store',
  'medical-store': 'registered medical store',
  'uc-store': 'registered store for wage records',
  'vr-store': 'registered place for vocational rehabilitation records',
  public: 'public place',
  removable: 'removable drive',
  'personal-sync': 'folder that copies itself to a personal cloud',
  'scan-drop': 'scan drop',
  downloads: 'downloads folder',
  'recycle-bin': 'recycle bin',
  temporary: 'temporary folder',
  'mail-store': 'mail store',
  home: 'laptop or home folder',
  unregistered: 'place that is not registered',
};

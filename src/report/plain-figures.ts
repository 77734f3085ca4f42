import { counted, figure, type PeopleCount } from '../model/index.ts';

/** `12.4 MB`: powers of ten, as disks are sold. */
export function bytesInWords(sizeBytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? figure(value) : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** `4 minutes`, `2 hours 5 minutes` */
export function durationInWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return 'less than a second';
  if (seconds < 120) return counted(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return counted(minutes, 'minute');
  return `${counted(Math.floor(minutes / 60), 'hour')} ${counted(minutes % 60, 'minute')}`;
}

/** `about 12 people (9 to 14)`, `3 people` where all three agree, `nobody` for none. */
export function peopleInWords({ lower, likely, upper }: PeopleCount): string {
  if (upper === 0) return 'nobody named or numbered';
  if (lower === upper) return counted(likely, 'person', 'people');
  return `about ${counted(likely, 'person', 'people')} (${figure(lower)} to ${figure(upper)})`;
}

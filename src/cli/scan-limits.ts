import { DEFAULT_LIMITS, type Limits } from '../extract/index.ts';
import type { Config } from './config.ts';

const MEGABYTE = 1 << 20;

export interface ScanLimits {
  readonly limits: Limits;
  readonly residentLimitBytes: number;
  readonly findingsPerType: number;
}

/** Limits of the configuration, or the built-in ones. */
export function scanLimits({ limits = {} }: Config): ScanLimits {
  return {
    limits: {
      ...DEFAULT_LIMITS,
      timeoutMs: (limits.fileTimeoutSeconds ?? 60) * 1000,
      ...(limits.archiveDepth ? { depth: limits.archiveDepth } : {}),
      ...(limits.archiveMembers ? { members: limits.archiveMembers } : {}),
      ...(limits.unpackedMegabytes ? { bytesOut: limits.unpackedMegabytes * MEGABYTE } : {}),
    },
    residentLimitBytes: (limits.memoryMegabytes ?? 680) * MEGABYTE,
    findingsPerType: 50,
  };
}

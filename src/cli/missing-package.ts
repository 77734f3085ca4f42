/** The package that an import did not find; undefined for any other error, a missing file of our own included. */
export function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return undefined;
  return /^Cannot find (?:package|module) '((?:@[^/'.]+\/)?[^./'@][^/']*)/.exec(error.message)?.[1];
}

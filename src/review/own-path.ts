/** A path of this server and nothing else: never a way to another site. */
export function ownPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[\w\-./?=&%+:~]*$/.test(path) ? path : '/';
}

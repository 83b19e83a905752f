const HERE = 'http://here.invalid'

/**
 * The path, if it is one of this site, else `/`. Judged as a browser would read it (`//host`, `/\host`, `/.//host` and
 * a tab between the slashes all name another site), so that nobody is led away after signing in.
 */
export function localPath(path: unknown): string {
  if (typeof path !== 'string' || !path.startsWith('/')) return '/'
  const url = URL.parse(path, HERE)
  if (!url || url.origin !== HERE || url.pathname.startsWith('//')) return '/'
  return `${url.pathname}${url.search}`
}

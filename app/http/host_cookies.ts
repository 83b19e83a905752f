const PREFIX = '__Host-'

/**
 * Over https every cookie travels as `__Host-…`: browsers accept such a name from this very host alone, so that no
 * neighbour below the same domain can plant a cookie. Inside the application cookies keep their plain names.
 */

/** The Cookie header as the application reads it; whatever came without the prefix is left out. */
export function readHostCookies(header: string): string {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(PREFIX))
    .map((pair) => pair.slice(PREFIX.length))
    .join('; ')
}

/** The Set-Cookie headers as the browser gets them. */
export function writeHostCookies(cookies: string[]): string[] {
  return cookies.map((cookie) => `${PREFIX}${cookie}`)
}

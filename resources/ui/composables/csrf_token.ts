/**
 * Name of the cookie with the token that proves a request comes from our own pages; over https it carries the prefix
 * that ties it to this host.
 */
export function csrfCookieName(): string {
  return /(?:^|; )__Host-XSRF-TOKEN=/.test(document.cookie) ? '__Host-XSRF-TOKEN' : 'XSRF-TOKEN'
}

/** The token itself, for the header `X-XSRF-TOKEN` of requests that Inertia does not send; empty without one. */
export function csrfToken(): string {
  const found = /(?:^|; )(?:__Host-)?XSRF-TOKEN=([^;]*)/.exec(document.cookie)
  return found ? decodeURIComponent(found[1] ?? '') : ''
}

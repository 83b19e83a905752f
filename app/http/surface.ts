/** Who asks: a person in the pages, or a program through `/api/v1`. */
export type Surface = 'web' | 'api'

/**
 * Addresses that are answered without session, cookies and page frame: the API, the service worker, and pictures that
 * any cache on the way may keep.
 */
export function isStateless(url: string): boolean {
  return url.startsWith('/api/') || url.startsWith('/logos/') || url === '/service_worker.js'
}

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Set behind sign-in. */
    surface: Surface
  }
}

import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { readHostCookies, writeHostCookies } from '../host_cookies.ts'

/** What every answer says, files included. Pages add a stricter policy of their own, see `config/shield.ts`. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}

/** Of files and of the API, whose answers are no pages. */
const FILE_POLICY = "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
const API_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"

/** A year, subdomains included (ASVS 3.4.1). */
const TRANSPORT_SECURITY = 'max-age=31536000; includeSubDomains'

/** Security headers of every answer, and the names of cookies over https. Before all other middleware. */
export default class SecurityHeadersMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const { request, response } = ctx
    const https = app.config.get<boolean>('app.http.cookie.secure')
    for (const [name, value] of Object.entries(ALWAYS)) response.header(name, value)
    // Mails show the logo in the pages of whoever reads them.
    if (request.url().startsWith('/logos/')) {
      response.header('cross-origin-resource-policy', 'cross-origin')
    }
    // Set at once and not with the answer, so that the policy of pages replaces it.
    const policy = request.url().startsWith('/api/') ? API_POLICY : FILE_POLICY
    response.response.setHeader('content-security-policy', policy)
    if (https) {
      response.header('strict-transport-security', TRANSPORT_SECURITY)
      const { headers } = request.request
      if (headers.cookie) headers.cookie = readHostCookies(headers.cookie)
    }
    const output: unknown = await next()
    // A file was sent already, and says itself how long it may be kept.
    if (response.headersSent) return output
    if (!response.getHeader('cache-control')) response.header('cache-control', 'no-store')
    if (https) prefixCookies(ctx)
    return output
  }
}

function prefixCookies({ response }: HttpContext) {
  const cookies = [response.getHeader('set-cookie') ?? []].flat().map(String)
  if (cookies.length > 0) response.header('set-cookie', writeHostCookies(cookies))
}

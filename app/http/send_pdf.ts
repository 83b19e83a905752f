import type { HttpContext } from '@adonisjs/core/http'

/**
 * Answers with a PDF that opens in the browser. The page's content policy is replaced: a browser's own viewer is an
 * embedded object, which that policy forbids.
 */
export function sendPdf({ response }: HttpContext, content: Uint8Array, name: string) {
  response.header('content-type', 'application/pdf')
  response.header('content-disposition', `inline; filename="${name.replace(/[^\w.-]/g, '_')}"`)
  response.header('cache-control', 'private, no-store')
  response.header('content-security-policy', `frame-ancestors 'self'`)
  return response.send(Buffer.from(content))
}

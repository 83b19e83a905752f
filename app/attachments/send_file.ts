import type { HttpContext } from '@adonisjs/core/http'
import type { KeptFile } from './attachments.ts'

/**
 * Answers with a file. Pictures that we drew ourselves open in the browser, everything else is saved; nothing in it
 * runs or loads anything in the name of this site. The bytes of an address never change.
 */
export function sendFile({ response }: HttpContext, { name, type, content }: KeptFile) {
  const shown = type.startsWith('image/') ? 'inline' : 'attachment'
  const plain = name.replace(/[^\w.-]/g, '_')
  response.header('content-type', type)
  response.header(
    'content-disposition',
    `${shown}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
  )
  response.header('cache-control', 'private, max-age=3600')
  response.header('x-content-type-options', 'nosniff')
  response.header('cross-origin-resource-policy', 'same-origin')
  response.header('content-security-policy', `default-src 'none'; sandbox`)
  return response.send(content)
}

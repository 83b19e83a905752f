import type { HttpContext } from '@adonisjs/core/http'
import { guardFile, sendStoredFile } from '../files/send_stored_file.ts'
import type { KeptFile } from './attachments.ts'

/** Answers with a file at a record, wherever its bytes are. */
export async function sendFile(ctx: HttpContext, { name, type, stored, content }: KeptFile) {
  if (stored) return sendStoredFile(ctx, stored, name)
  guardFile(ctx, { name, type })
  ctx.response.header('cache-control', 'private, no-cache')
  return ctx.response.send(content)
}

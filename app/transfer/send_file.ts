import type { HttpContext } from '@adonisjs/core/http'
import type { StreamedFile } from './export.ts'

/** Answers with a file to keep, while it is written. */
export function sendFile({ response, logger }: HttpContext, { name, type, content }: StreamedFile) {
  response.header('content-type', type)
  response.header('content-disposition', `attachment; filename="${name}"`)
  response.header('cache-control', 'private, no-store')
  response.stream(content, (error) => {
    // What was sent already cannot be taken back; a file that ends early is noticed by its size and its reader.
    logger.error({ err: error, file: name }, 'a file could not be written to its end')
    return ['The file could not be written to its end.', 500]
  })
}

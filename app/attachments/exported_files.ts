import type { Unit } from '../tenancy/unit.ts'

const EXTENSIONS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'text/csv': 'csv',
  'text/plain': 'txt',
}

/**
 * Every kept file of the organisation for an export, one at a time: `attachments/<id>.<kind>`. Names and records stand
 * in the table of attachments.
 */
export async function* exportedAttachments(
  unit: Unit
): AsyncGenerator<{ name: string; content: Uint8Array }> {
  const files = await unit.rows<{ id: string; type: string }>(
    `select id, type from attachments where state = 'kept' and content is not null order by id`
  )
  for (const { id, type } of files) {
    const [row] = await unit.rows<{ content: Buffer }>(
      'select content from attachments where id = ?',
      [id]
    )
    if (row) yield { name: `attachments/${id}.${EXTENSIONS[type] ?? 'bin'}`, content: row.content }
  }
}

import type { FilePolicy } from '../files/inspect/prepare_file.ts'

/** What may be attached to a record. */
export const ATTACHMENTS: FilePolicy = {
  maxBytes: 20 * 1024 * 1024,
  kinds: ['image', 'pdf', 'office', 'text'],
}

/** What the stored files of attachments are for. */
export const PURPOSE = 'kernel.attachment'

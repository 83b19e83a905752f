import type { MailContent } from './compose.ts'

/** A message that a module sends, so that it can be listed, looked at with a sample, and later worded anew. */
export interface MailDefinition<Data extends object = Record<string, unknown>> {
  /** Prefixed by the module: `invoicing.invoice`. */
  id: string
  label: string
  /** When it goes, one sentence for an admin. */
  description?: string
  content(data: Data): MailContent & { subject: string }
  /** Made-up data with every field filled, for the preview and the tests. */
  sample: Data
}

/** Declares a message; its file is named in the manifest under `mails`, and `renderMail` makes a message of it. */
export function defineMail<Data extends object>(mail: MailDefinition<Data>): MailDefinition<Data> {
  return mail
}

/** Something that was archived or deleted lately. */
export interface DeletedRow {
  id: string
  /** Table it lies in. */
  kind: string
  kindLabel: string
  title: string
  /** ISO instant, UTC. */
  at: string
  /** Who did it; `null` when that is not known any more. */
  by: string | null
  /** Days until it is gone; `null` for records that stay archived. */
  daysLeft: number | null
  /** Its page, or that of the record where it stood. */
  href: string | null
  /** Why the reader cannot bring it back. */
  refused: 'permission' | 'archived_module' | null
}

/** When a record was last saved (ISO instant, UTC), and by whom; `null` when nobody saved it through Karkhana. */
export type LastSaved = { at: string; by: string } | null

/** Who can open a record now. */
export interface RecordReaders {
  roles: {
    name: string
    /** Holders who can open it, by name, and how many work in branches that the reader does not see. */
    members: string[]
    others: number
    /** They see only some records, and this is one of those: `tickets assigned to them`. */
    because: string | null
  }[]
  /** Branch whose people alone see it; `null` for records that all branches share. */
  branch: string | null
  /** Partner who is let in with a role that sees it; until when (ISO instant). */
  partner: { name: string; until: string } | null
  /** Open links to it that were given to people without an account. */
  links: { count: number; until: string } | null
}

/** What a line of a timeline is about; the filter of the page. */
export type TimelineKind = 'change' | 'status' | 'event' | 'comment' | 'file' | 'message' | 'money'

/** One dated line of a record's history. */
export interface TimelineEntry {
  id: string
  /** ISO instant, UTC. */
  at: string
  actor: string | null
  title: string
  detail?: string
  kind?: TimelineKind
  /** Old and new values, in words; of a masked column only that it changed is known. */
  changes?: { label: string; masked: boolean; before: string | null; after: string | null }[]
  comment?: CommentView
  file?: AttachmentView
  /** A message to a customer, and whether the reader may put it on its way again. */
  message?: {
    id: string
    channel: 'mail' | 'sms' | 'whatsapp'
    state: 'queued' | 'sent' | 'delivered' | 'read' | 'bounced' | 'failed' | 'suppressed'
    again: boolean
  }
}

/** What somebody wrote about a record, for members only. */
export interface CommentView {
  id: string
  /** ISO instants, UTC. */
  at: string
  editedAt: string | null
  author: string
  body: string
  /** The members it names, as they are called today. */
  mentions: { id: string; name: string }[]
  /** Whether the reader may change and delete it. */
  own: boolean
  version: number
}

/** A file at a record. */
export interface AttachmentView {
  id: string
  at: string
  name: string
  /** By its content, never by its name. */
  type: string
  bytes: number
  author: string
  href: string
  /** Address of a small picture; `null` when there is none. */
  thumbnail: string | null
  /** Address of a picture of the size of a phone; `null` when there is none. */
  preview: string | null
  /** Kept, still looked at by the virus scanner, or refused by it. */
  state: 'scanning' | 'kept' | 'refused'
  /** What the scanner found. */
  refusal: string | null
  /** Whether the reader may remove it. */
  removable: boolean
}

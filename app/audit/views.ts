/** What the pages, the API and the files of the audit trail are told; types alone, the pages read them too. */

/** Who made a change, as people are told. */
export interface Who {
  kind: 'person' | 'token' | 'service' | 'partner' | 'system' | 'outside'
  name: string
  /** The partner of a partner’s person, the token of a service account, the job of the system. */
  hint: string | null
}

/** One column that an entry changed, in words. */
export interface AuditedChange {
  column: string
  label: string
  /** The values are kept out of the trail: only that they changed is known. */
  masked: boolean
  before: string | null
  after: string | null
}

/** One write. */
export interface AuditEntry {
  id: string
  /** ISO instant, UTC. */
  at: string
  action: 'insert' | 'update' | 'delete'
  who: Who
  ip: string | null
  record: {
    table: string
    id: string
    /** What it is: `Job card`. */
    label: string
    /** What people call it: its number or name. */
    title: string | null
    /** What people call the record it is a part of; `null` for a record of its own. */
    partOf: string | null
    /** Its page, or that of the record it is a part of; `null` when there is none for this reader. */
    href: string | null
  }
  changes: AuditedChange[]
}

/** What happened around the accounts and the security of an organisation. */
export interface SecurityEntry {
  id: string
  /** ISO instant, UTC. */
  at: string
  kind: string
  title: string
  /** `null` for somebody who was not signed in. */
  who: string | null
  /** The partner, of a partner’s person. */
  partner: string | null
  ip: string | null
  /** `Chrome on Android`; `null` for what no browser did. */
  device: string | null
  details: { label: string; value: string }[]
}

/** A key of an outside service as the page gets it: never its value. */
export interface ConnectionKey {
  key: string
  label: string
  help: string
  generate?: boolean
  /** Whether the value is a name rather than a secret. */
  plain?: boolean
  stored: { hint: string | null; by: string; at: string } | null
}

/** The keys of one outside service. */
export interface Connection {
  group: string
  purpose: string
  keys: ConnectionKey[]
}

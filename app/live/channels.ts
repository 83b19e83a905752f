/** What a stream may listen to, always of one organisation. */
export type LiveChannel =
  /** Some row of a table changed: for lists. */
  | { kind: 'table'; organisation: string; table: string }
  /** One record, or a part of it, changed, or somebody opened it. */
  | { kind: 'record'; organisation: string; table: string; id: string }
  /** What concerns one member: the inbox. */
  | { kind: 'member'; organisation: string; id: string }

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const TABLE = '[a-z][a-z0-9_]{0,62}'
const CHANNEL = new RegExp(
  `^organisations/(?<organisation>${UUID})/(?:tables/(?<table>${TABLE})` +
    `|records/(?<of>${TABLE})/(?<record>${UUID})|members/(?<member>${UUID}))$`
)

/** The channel with this name; `null` for a name that is none. */
export function parseChannel(name: string): LiveChannel | null {
  const { organisation, table, of, record, member } = CHANNEL.exec(name)?.groups ?? {}
  if (!organisation) return null
  if (table) return { kind: 'table', organisation, table }
  if (record) return { kind: 'record', organisation, table: of, id: record }
  return { kind: 'member', organisation, id: member }
}

export const tableChannel = (organisation: string, table: string) =>
  `organisations/${organisation}/tables/${table}`

export const recordChannel = (organisation: string, table: string, id: string) =>
  `organisations/${organisation}/records/${table}/${id}`

export const memberChannel = (organisation: string, member: string) =>
  `organisations/${organisation}/members/${member}`

/** Where a reader was in a list when they opened a record. */
export interface ListPlace {
  /** Key of the row that was opened. */
  row: string
  selected: string[]
  /** Pixels that the page was scrolled. */
  scroll: number
}

/** Lists whose rows are kept at the same time. */
const MOST = 5
const PLACE = 'karkhana:list:place:'
const ADDRESS = 'karkhana:list:address:'

const rowsOf = new Map<string, { rows: object[]; cursor: string | null }>()

/** Keeps rows of further pages while another page is open. */
export function keepRows(key: string, rows: object[], cursor: string | null) {
  rowsOf.delete(key)
  if (rows.length === 0) return
  rowsOf.set(key, { rows, cursor })
  const [oldest] = rowsOf.keys()
  if (rowsOf.size > MOST && oldest !== undefined) rowsOf.delete(oldest)
}

/** The rows that were kept, when the reader comes back to the place they left. */
export function keptRows<Row>(key: string) {
  if (!hasPlace(key)) return null
  return (rowsOf.get(key) as { rows: Row[]; cursor: string | null } | undefined) ?? null
}

/** Notes the place in the list, and under which address its page is found again. */
export function keepPlace(key: string, place: ListPlace) {
  sessionStorage.setItem(PLACE + key, JSON.stringify(place))
  const { pathname, search } = window.location
  sessionStorage.setItem(ADDRESS + pathname, pathname + search)
}

/** Takes the noted place; it is shown once. */
export function takePlace(key: string): ListPlace | null {
  const noted = sessionStorage.getItem(PLACE + key)
  forgetPlace(key)
  sessionStorage.removeItem(ADDRESS + window.location.pathname)
  return noted ? (JSON.parse(noted) as ListPlace) : null
}

/** Forgets it: the reader asked the list for something else. */
export function forgetPlace(key: string) {
  sessionStorage.removeItem(PLACE + key)
}

const hasPlace = (key: string) => sessionStorage.getItem(PLACE + key) !== null

/** The address of a list with the state in which a reader left it for a record; `href` itself when they did not. */
export function listAddress(href: string): string {
  return sessionStorage.getItem(ADDRESS + href) ?? href
}

/** What a list was asked for. */
export interface ListState {
  search: string
  sort: string
  filters: Record<string, string>
}

/** The state as the query string has it, without what is empty. */
export function listParams(
  { search, sort, filters }: ListState,
  { view, sorted }: { view: string | null; sorted: boolean }
): Record<string, string> {
  const params: Record<string, string> = {}
  if (view) params.view = view
  if (search) params.search = search
  if (sorted) params.sort = sort
  for (const [key, value] of Object.entries(filters)) if (value) params[key] = value
  return params
}

/** The whole state in one text, the same for the same rows. */
export function listQuery(state: ListState): string {
  const params = Object.entries(listParams(state, { view: null, sorted: true }))
  return new URLSearchParams(params.sort(([a], [b]) => (a < b ? -1 : 1))).toString()
}

import type { Scope } from '../tenancy/scope.ts'

/** One record found. */
export interface SearchHit {
  id: string
  title: string
  /** What tells it from its neighbours: number, phone, plate. */
  detail?: string
  href: string
}

/** Lets the search of the shell find the records of a module. */
export interface SearchSource {
  /** Prefixed by the module: `contacts.contacts`. */
  id: string
  /** Heading over the hits, in the plural: "Contacts". */
  label: string
  icon: string
  permission: string
  /** The best matches the reader may see, `limit` at the most; `text` is trimmed and has two characters at least. */
  find(scope: Scope, text: string, limit: number): Promise<SearchHit[]>
}

/** Declares a source of hits; its file is named in the manifest under `search`. */
export function defineSearch(source: SearchSource): SearchSource {
  return source
}

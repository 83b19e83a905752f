import { installedRegistry } from '../modules/installed_registry.ts'
import { followChanges } from '../search/index/changes.ts'
import { search } from '../search/search.ts'
import type { Scope } from '../tenancy/scope.ts'

/** Lets the search come to everything that happened in an organisation, as the worker does within a second. */
export async function settleSearch({ organisationId }: { organisationId: string }): Promise<void> {
  await followChanges(organisationId, installedRegistry())
}

/** Titles of what a reader finds, by the id of the search: `{ 'contacts.contacts': ['Raj Kumar'] }`. */
export async function foundBy(scope: Scope, text: string): Promise<Record<string, string[]>> {
  await settleSearch(scope)
  const { groups } = await search(scope, installedRegistry(), text, { limit: 20 })
  return Object.fromEntries(groups.map(({ id, hits }) => [id, hits.map(({ title }) => title)]))
}

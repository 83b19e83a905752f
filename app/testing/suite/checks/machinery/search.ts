import { reindex } from '../../../../search/index/reindex.ts'
import { search } from '../../../../search/search.ts'
import type { SearchSource } from '../../../../search/declaration.ts'
import type { Scope } from '../../../../tenancy/scope.ts'
import type { ModuleUnderTest } from '../../module_under_test.ts'
import { whileOff } from './foreign.ts'

interface Document {
  record_id: string
  title: string | null
}

/** A record is found by what it is called, by its own organisation, and while the module is on. */
export async function searchProblems(module: ModuleUnderTest): Promise<string[]> {
  const { manifest, registry, id } = module
  if (manifest.search.length === 0) return []
  const { a, b } = await module.pair()
  const kinds = (_: string, of: string) => of === id
  for (const { organisationId } of [a, b]) await reindex(organisationId, registry, { kinds })
  const problems: string[] = []
  for (const load of manifest.search) {
    const { default: source } = (await load()) as { default: SearchSource }
    const document = await newest(await a.scope(), source)
    if (!document) {
      const rows = (await module.idsOf(await a.scope())).get(source.table)?.length ?? 0
      if (rows > 0) {
        problems.push(
          `the search "${source.id}" finds none of the ${rows} rows of ${source.table}; correct its where and title`
        )
      }
      continue
    }
    const isFound = async (scope: Scope) => {
      const { groups } = await search(scope, registry, document.title!.slice(0, 60))
      return groups.some(({ hits }) => hits.some((hit) => hit.id === document.record_id))
    }
    if (!(await isFound(await a.scope()))) {
      problems.push(`"${document.title}" is not found by its title in the search "${source.id}"`)
    }
    if (await isFound(await b.scope())) {
      problems.push(`the search "${source.id}" finds a record of another organisation`)
    }
    if (await whileOff(module, a, async () => isFound(await a.scope()))) {
      problems.push(`the search "${source.id}" finds records while the module is off`)
    }
  }
  return problems
}

async function newest(scope: Scope, { id, table }: SearchSource): Promise<Document | null> {
  const [counted] = await scope.read((unit) =>
    unit.rows<Document & { rows: number }>(
      `select d.record_id::text as record_id, d.title from search_documents d
        where d.organisation_id = ? and d.kind = ? and length(d.title) > 2
          and exists (select 1 from ${table} t where t.organisation_id = d.organisation_id and t.id = d.record_id)
        order by d.record_id desc limit 1`,
      [scope.organisationId, id]
    )
  )
  return counted ?? null
}

import { KERNEL_TABLES } from '../../data/kernel_tables.ts'
import type { ModuleManifest } from '../../modules/manifest.ts'
import type { SearchSource } from '../declaration.ts'

/** What is wrong with a source, as far as the manifests tell; each a sentence that names it. */
export function sourceProblems(
  source: SearchSource,
  module: Pick<ModuleManifest, 'id' | 'tables' | 'requires'>,
  all: readonly Pick<ModuleManifest, 'id' | 'tables'>[]
): string[] {
  const { id, table, joins = {}, href, title } = source
  return [
    ...(table in module.tables ? [] : [`finds "${table}", which is no table of the module`]),
    ...(title ? [] : ['has no title']),
    ...(href?.startsWith('/') && href.includes(':id')
      ? []
      : ['has no address of one record: href is a path with ":id"']),
    ...Object.entries(joins).flatMap(([name, join]) => joinProblems(name, join, source)),
    ...Object.values(joins)
      .filter((join) => !isReadable(join.table, module, all))
      .map((join) => `joins "${join.table}", which is no table of a module that it requires`),
  ].map((problem) => `the search "${id}" ${problem}`)
}

function joinProblems(
  name: string,
  { on }: { on: string },
  { joins = {} }: SearchSource
): string[] {
  if (!/^[a-z][a-z0-9_]*$/.test(name) || name === 't') return [`has a join with the name "${name}"`]
  const [before] = on?.split('.') ?? []
  const earlier = Object.keys(joins).slice(0, Object.keys(joins).indexOf(name))
  const named = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/.test(on ?? '')
  return named && ['t', ...earlier].includes(before)
    ? []
    : [`joins "${name}" on "${on}"; name a column of "t" or of a join before it`]
}

function isReadable(
  table: string,
  { tables, requires }: Pick<ModuleManifest, 'tables' | 'requires'>,
  all: readonly Pick<ModuleManifest, 'id' | 'tables'>[]
): boolean {
  if (table in tables || table in KERNEL_TABLES) return true
  return all.some((each) => each.id in requires && table in each.tables)
}

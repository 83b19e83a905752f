import type { SearchSource } from '../search/declaration.ts'
import { anywhere, inOrder, matchingIds } from '../search/matches.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { ResourceDeclaration } from './declaration.ts'
import { columnOf, pathOf, permissionOf } from './names.ts'
import { fromResource, nameOf, own, rowOf, type RawRow } from './rows.ts'

/** One choice of a picker. */
export interface ResourceOption {
  id: string
  label: string
  hint?: string
}

/** Lets the search of the shell find the records of a resource by its number and its searched fields. */
export function searchOfResource(resource: ResourceDeclaration): SearchSource {
  const { id, label, icon, table, number, title, fields } = resource
  const searched = fields.filter(({ key, search }) => search || key === title)
  const column = (field: { key: string }) => `t.${columnOf(field)}`
  const named = column({ key: title })
  return {
    ...{ id, label, icon, table },
    permission: permissionOf(resource, 'view'),
    where: 't.archived_at is null',
    title: number ? 't.number' : named,
    detail: [
      ...(number ? [named] : []),
      ...searched.filter(({ key, kind }) => key !== title && kind !== 'multiline').map(column),
    ],
    codes: [
      ...(number ? ['t.number'] : []),
      // Plates and part numbers are texts; a code is what has a digit
      ...searched
        .filter(({ kind }) => kind === 'text')
        .map((field) => `case when ${column(field)} ~ '[0-9]' then ${column(field)} end`),
    ],
    phones: searched.filter(({ kind }) => kind === 'phone').map(column),
    words: searched.filter(({ kind }) => kind !== 'phone').map(column),
    href: `${pathOf(resource)}/:id`,
  }
}

const LIMIT = 20

/** Up to 20 records that are not archived, for pickers: those that fit, else the newest. */
export function lookupRecords(
  scope: Scope,
  resource: ResourceDeclaration,
  typed: string | null | undefined
): Promise<ResourceOption[]> {
  return scope.read(async (unit) =>
    optionsOf(unit, resource, await found(unit, resource, typed ?? '', LIMIT))
  )
}

function found(unit: Unit, resource: ResourceDeclaration, text: string, limit: number) {
  const query = unit.from(resource.table).whereNull('archived_at').select('id', 'created_at')
  if (text) {
    query.where((either) => {
      for (const column of searchedColumns(resource)) either.orWhereILike(column, anywhere(text))
    })
  }
  return matchingIds(unit, [query], limit)
}

/** What people look for: the number, the title and what is declared to be searched. */
export function searchedColumns({ number, title, fields }: ResourceDeclaration): string[] {
  const searched = fields.filter(({ key, search }) => search || key === title).map(columnOf)
  return [...(number ? ['number'] : []), ...searched]
}

async function optionsOf(
  unit: Unit,
  resource: ResourceDeclaration,
  ids: string[]
): Promise<ResourceOption[]> {
  if (ids.length === 0) return []
  const rows = (await fromResource(unit, resource).whereIn(own('id'), ids)) as RawRow[]
  return inOrder(ids, rows).map((raw) => {
    const row = rowOf(resource, raw)
    const hint = hintOf(resource, row)
    return { id: raw.id, label: nameOf(resource, row), ...(hint && { hint }) }
  })
}

function hintOf(resource: ResourceDeclaration, row: Record<string, unknown>): string | null {
  const shown = subtitleOf(resource).map((key) => row[key])
  return shown.filter(Boolean).join(' · ') || null
}

/** Keys of what tells a record from its neighbours: the title beside a number, and other texts that are searched. */
export function subtitleOf({ number, title, fields }: ResourceDeclaration): string[] {
  const others = fields.filter(
    ({ key, search, kind }) => search && key !== title && kind !== 'multiline'
  )
  return [...(number ? [title] : []), ...others.map(({ key }) => key)]
}

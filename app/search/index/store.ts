import type { Unit } from '../../tenancy/unit.ts'
import { isLikeable, lexemesOf, markOf } from './lexemes.ts'
import { readRecords, type FoundRecord } from './records.ts'
import type { IndexedSource } from './sources.ts'

/** What became of documents. */
export interface Stored {
  /** Documents that were made or changed. */
  written: number
  removed: number
}

/** Makes the documents of these records what the records are now: new, changed, or gone. */
export async function refresh(
  unit: Unit,
  each: IndexedSource,
  ids: readonly string[],
  kinds: readonly string[]
): Promise<Stored> {
  const records = await readRecords(unit, each, ids)
  return store(unit, each, records, kinds, ids)
}

/**
 * Writes the documents of records, and removes those of `among` that are no records any more.
 * @param kinds every kind of the deployment, of which each may have the words that a document loses
 */
export async function store(
  unit: Unit,
  each: IndexedSource,
  records: readonly FoundRecord[],
  kinds: readonly string[],
  among: readonly string[] = records.map(({ id }) => id)
): Promise<Stored> {
  const { organisationId } = unit.scope
  const mark = markOf(organisationId, each.source.id)
  const before = await wordsBefore(unit, each, mark, among)
  const made = records.map((record) => ({ record, ...lexemesOf(mark, record) }))
  const written = await write(
    unit,
    each,
    made.map(({ record, lexemes }) => ({ ...record, tokens: lexemes.join(' ') }))
  )
  const there = new Set(records.map(({ id }) => id))
  const removed = await remove(
    unit,
    each,
    among.filter((id) => !there.has(id))
  )
  const words = new Set(made.flatMap((document) => document.words))
  await learn(
    unit,
    [...words].filter((word) => !before.has(word))
  )
  await forget(
    unit,
    [...before].filter((word) => !words.has(word)),
    kinds
  )
  return { written, removed }
}

async function write(
  unit: Unit,
  { source, rule }: IndexedSource,
  documents: (FoundRecord & { tokens: string })[]
): Promise<number> {
  if (documents.length === 0) return 0
  const rows = await unit.rows(
    `insert into search_documents as d
       (organisation_id, kind, record_id, title, detail, tokens, branch_id, owner_id, at)
     select ?::uuid, ?, x.id, x.title, x.detail::jsonb, x.tokens::tsvector, x.branch, x.owner, x.at
       from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::timestamptz[])
            as x(id, title, detail, tokens, branch, owner, at)
     on conflict (organisation_id, kind, record_id) do update
        set title = excluded.title, detail = excluded.detail, tokens = excluded.tokens,
            branch_id = excluded.branch_id, owner_id = excluded.owner_id, at = excluded.at
      where (d.title, d.detail, d.tokens, d.branch_id, d.owner_id, d.at)
            is distinct from
            (excluded.title, excluded.detail, excluded.tokens, excluded.branch_id, excluded.owner_id, excluded.at)
     returning 1`,
    [
      unit.scope.organisationId,
      source.id,
      documents.map(({ id }) => id),
      documents.map(({ title }) => title),
      documents.map(({ detail }) => detail),
      documents.map(({ tokens }) => tokens),
      documents.map(({ branchId }) => (rule?.branch ? branchId : null)),
      documents.map(({ ownerId }) => ownerId),
      documents.map(({ at }) => at),
    ]
  )
  if (rows.length > 0) await unit.rows('select kernel_search_merge()')
  return rows.length
}

async function remove(unit: Unit, { source }: IndexedSource, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await unit.rows(
    `delete from search_documents where organisation_id = ? and kind = ? and record_id = any(?::uuid[])
     returning 1`,
    [unit.scope.organisationId, source.id, ids]
  )
  return rows.length
}

async function wordsBefore(
  unit: Unit,
  { source }: IndexedSource,
  mark: string,
  ids: readonly string[]
): Promise<Set<string>> {
  const rows = await unit.rows<{ word: string }>(
    `select distinct substr(l.lexeme, 9) as word
       from search_documents d cross join unnest(tsvector_to_array(d.tokens)) as l(lexeme)
      where d.organisation_id = ? and d.kind = ? and d.record_id = any(?::uuid[])
        and substr(l.lexeme, 9, 1) not in ('~', '=', '#', '@', '^') and l.lexeme >= ? and l.lexeme < ?`,
    [unit.scope.organisationId, source.id, [...ids], mark, `${mark}\u{10FFFF}`]
  )
  return new Set(rows.map(({ word }) => word).filter(isLikeable))
}

async function learn(unit: Unit, words: string[]): Promise<void> {
  if (words.length === 0) return
  await unit.rows(
    `insert into search_words (organisation_id, word) select ?::uuid, unnest(?::text[])
     on conflict do nothing`,
    [unit.scope.organisationId, words]
  )
}

/** Takes words out that no document has any more: a name that was erased is not remembered by its likeness. */
export async function forget(
  unit: Unit,
  words: readonly string[],
  kinds: readonly string[]
): Promise<number> {
  if (words.length === 0) return 0
  const { organisationId } = unit.scope
  const marks = kinds.map((kind) => markOf(organisationId, kind))
  const rows = await unit.rows(
    `delete from search_words where organisation_id = ?
        and word in (select kernel_search_unused(?::text[], ?::text[])) returning 1`,
    [organisationId, [...words], marks]
  )
  return rows.length
}

import { formatDate } from '../dates/index.ts'
import { labelIn } from '../lang/translate.ts'
import { readableModules } from '../modules/gate.ts'
import { isCursorValue } from '../lists/cursor_value.ts'
import { asPaise, formatRupees } from '../money/index.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { SearchDetail, SearchHit } from './declaration.ts'
import { findMatches, type Match, type Place } from './find.ts'
import { followChanges } from './index/changes.ts'
import { installedSources, type IndexedSource } from './index/sources.ts'
import { marksIn } from './marks.ts'
import { typedText, type Typed } from './question.ts'
import { withSimilar } from './similar.ts'

/** The hits of one kind. */
export interface SearchGroup {
  id: string
  label: string
  icon: string
  hits: SearchHit[]
  /** Where those behind these begin; `null` when these are all. */
  next: string | null
}

export interface SearchAnswer {
  text: string
  /** Kind that alone was looked among. */
  kind: string | null
  groups: SearchGroup[]
  /** What was looked for instead, since nothing fits the text as it was typed. */
  instead: string | null
  /** Kinds whose records are being read for the first time: some may be missing. */
  reading: string[]
}

export interface SearchOptions {
  /** Hits of each kind. */
  limit?: number
  /** Id of one kind: `jobcards.jobs`. */
  kind?: string
  /** Where a page of that kind begins: `next` of the one before. */
  after?: string
}

/** Shorter texts find everything. */
const SHORTEST = 2
/** Hits of one kind that pages go through; whoever looks for more does better by the list of the kind. */
export const MOST_OF_KIND = 200
/** Hits of one kind where nothing else is asked. */
const USUAL = 5

/**
 * The records of every module that fit a text, as far as the reader may see them: those that are called so, then what
 * begins so, has all words, begins with them; among equals the newest first, and kinds by their best hit. Where nothing
 * fits, words that are spelled much the same, or have what was typed within, are looked for.
 */
export async function search(
  scope: Scope,
  registry: ModuleRegistry,
  typed: string,
  { limit = USUAL, kind, after }: SearchOptions = {}
): Promise<SearchAnswer> {
  const text = typed.normalize('NFKC').trim()
  const answer: SearchAnswer = { text, kind: kind ?? null, groups: [], instead: null, reading: [] }
  if (text.length < SHORTEST) return answer
  const readable = await sourcesFor(scope, registry)
  const chosen = kind ? readable.filter(({ source }) => source.id === kind) : readable
  const { text: wanted, sources } = narrowed(text, chosen)
  if (wanted.length < SHORTEST) return answer
  const ask = async (patient: boolean) =>
    scope.read(async (unit) => {
      const { behind, reading } = await standing(unit)
      if (behind && !patient) return null
      const place = kind && after ? placeOf(after) : null
      const page = { limit: limit + 1, ...(kind && { among: MOST_OF_KIND }), after: place }
      const { found, meant } = await matchesOf(unit, sources, wanted, page)
      const groups = bestFirst(sources, found).flatMap((each) =>
        groupOf(scope, each, found, meant, limit)
      )
      const labels = sources
        .filter(({ source }) => reading?.includes(source.id))
        .map(({ module, source }) => labelIn(scope.language, module.id, source.label))
      return { ...answer, groups, instead: insteadOf(groups, meant), reading: labels }
    })
  const found = await ask(false)
  if (found) return found
  // What was written a moment ago is found: some batches of changes are worked off first. Many more, as an import
  // leaves them, are not waited for; nor is a worker that is at it.
  await followChanges(scope.organisationId, registry, { batches: 4 })
  return (await ask(true))!
}

/** The matches of a text; where it has none, of the words it may have meant. */
async function matchesOf(
  unit: Unit,
  sources: readonly IndexedSource[],
  text: string,
  page: Parameters<typeof findMatches>[3]
): Promise<{ found: Match[]; meant: Typed }> {
  const typed = typedText(text)
  const found = await findMatches(unit, sources, typed, page)
  const similar = found.length === 0 ? await withSimilar(unit, typed) : null
  if (!similar) return { found, meant: typed }
  return { found: await findMatches(unit, sources, similar, page), meant: similar }
}

/** The sources of the reader: of modules in use, and of archived ones. */
async function sourcesFor(scope: Scope, registry: ModuleRegistry): Promise<IndexedSource[]> {
  const readable = new Set(readableModules(registry.manifests(), scope).map(({ id }) => id))
  const all = await installedSources(registry)
  return all.filter(({ module, source }) => readable.has(module.id) && scope.can(source.permission))
}

/** `inv: 42` looks among invoices alone: two letters or more of what the kind is called, before a colon. */
const PREFIXED = /^(\p{L}[\p{L}\p{M}]+):\s*(.*)$/u

function narrowed(whole: string, sources: IndexedSource[]) {
  const [, prefix, text] = PREFIXED.exec(whole) ?? []
  const named = prefix
    ? sources.filter(({ module, source: { id, label } }) =>
        [label, labelIn('hi', module.id, label), id.split('.')[1]].some((name) =>
          name.toLowerCase().replaceAll(' ', '').startsWith(prefix.toLowerCase())
        )
      )
    : []
  // No kind is called that: it belongs to the text.
  return named.length > 0 ? { text, sources: named } : { text: whole, sources }
}

/** How the index stands to the records of the organisation. */
interface Standing {
  /** Changes wait to be worked off. */
  behind: boolean
  /** Kinds whose records are being read. */
  reading: string[] | null
}

/** Milliseconds after which the database gives a search up. */
const PATIENCE = 2_000

async function standing(unit: Unit): Promise<Standing> {
  const { organisationId } = unit.scope
  const [found] = await unit.rows<Standing>(
    `select exists (select 1 from search_changes where organisation_id = ?) as behind,
            (select array_agg(kind) from search_states where organisation_id = ? and finished_at is null) as reading,
            set_config('statement_timeout', ?, true)`,
    [organisationId, organisationId, String(PATIENCE)]
  )
  return found
}

/** The kinds of what was found: those with the best hit first, among equals in the order of the modules. */
function bestFirst(sources: readonly IndexedSource[], found: readonly Match[]): IndexedSource[] {
  const best = ({ source }: IndexedSource) =>
    Math.max(0, ...found.flatMap(({ kind, score }) => (kind === source.id ? [score] : [])))
  return [...sources].sort((one, other) => best(other) - best(one))
}

function groupOf(
  scope: Scope,
  each: IndexedSource,
  found: readonly Match[],
  typed: Typed,
  limit: number
): SearchGroup[] {
  const { source, module } = each
  const matches = found.filter(({ kind }) => kind === source.id)
  if (matches.length === 0) return []
  const shown = matches.slice(0, limit)
  return [
    {
      id: source.id,
      label: labelIn(scope.language, module.id, source.label),
      icon: source.icon,
      hits: shown.map((match) => hitOf(scope, each, match, typed)),
      next: matches.length > limit ? cursorOf(shown.at(-1)!) : null,
    },
  ]
}

function hitOf(
  { language }: Scope,
  { source, module }: IndexedSource,
  match: Match,
  typed: Typed
): SearchHit {
  const say = (label: string) => labelIn(language, module.id, label)
  const title = match.title ?? say(source.untitled ?? '–')
  const shown = (source.detail ?? []).flatMap((piece, at) => {
    const value = match.detail[at]
    return value === null || value === undefined || value === '' ? [] : [written(piece, value, say)]
  })
  const detail = shown.join(' · ')
  return {
    id: match.record_id,
    title,
    ...(detail && { detail }),
    href: source.href.replace(':id', match.record_id),
    marks: { title: marksIn(title, typed), detail: marksIn(detail, typed) },
  }
}

function written(
  piece: SearchDetail,
  value: string | number,
  say: (label: string) => string
): string {
  if (typeof piece === 'string') return String(value)
  if ('labels' in piece) return say(piece.labels[String(value)] ?? String(value))
  return piece.as === 'money' ? formatRupees(asPaise(Number(value))) : formatDate(String(value))
}

/** The words that were found instead of those typed; of what the reader sees alone. */
function insteadOf(groups: readonly SearchGroup[], { words }: Typed): string | null {
  if (words.every(({ others }) => others.length === 0)) return null
  const seen = groups.flatMap(({ hits }) => hits.flatMap((hit) => [hit.title, hit.detail ?? '']))
  const text = seen.join(' ').toLowerCase()
  const meant = words.map(
    ({ word, others }) => others.find((other) => text.includes(other)) ?? word
  )
  return groups.length > 0 && meant.some((word, at) => word !== words[at].word)
    ? meant.join(' ')
    : null
}

const cursorOf = ({ score, at, record_id: id }: Place) =>
  Buffer.from(JSON.stringify([score, at, id])).toString('base64url')

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A place that nobody was given begins at the beginning. */
function placeOf(cursor: string): Place | null {
  try {
    const [score, at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    const sound =
      isCursorValue('integer', String(score)) &&
      isCursorValue('timestamptz', String(at)) &&
      UUID.test(String(id))
    return sound ? { score: Number(score), at: String(at), record_id: String(id) } : null
  } catch {
    return null
  }
}

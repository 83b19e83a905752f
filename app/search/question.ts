import { seesOwnOnly } from '../access/visibility.ts'
import type { Scope } from '../tenancy/scope.ts'
import { lexeme, markOf, RUN, runsOf } from './index/lexemes.ts'
import { NOBODY } from './index/records.ts'
import type { IndexedSource } from './index/sources.ts'
import { compact, phoneDigits, soundOf, wordsOf } from './words.ts'

/** What was typed, taken apart. */
export interface Typed {
  /** Each word with those that count as the same: mistyped, it is taken for others. */
  words: { word: string; others: string[] }[]
  /** All of it without blanks, and as a phone. */
  heads: string[]
}

/** A word of one letter beside others fits too many. */
const SHORTEST = 2
/** Words that count; who types more has been understood by then. */
const MOST = 8
/** Shorter words have no sound of their own. */
const SHORTEST_SOUND = 3

export function typedText(text: string): Typed {
  const all = wordsOf(text)
  const long = all.filter((word) => [...word].length >= SHORTEST)
  const phone = phoneDigits(text)
  return {
    words: (long.length > 0 ? long : all).slice(0, MOST).map((word) => ({ word, others: [] })),
    heads: [...new Set([compact(text), ...(phone ? [phone] : [])])].filter(Boolean),
  }
}

/** What the database is asked about one kind: queries of full text, see `kernel_search`. */
export interface Question {
  kind: string
  /** Membership whose records alone are seen; `null` for all. */
  own: string | null
  /** Called exactly so. */
  heads: string
  /** Beginning so. */
  begins: string
  /** Having all words. */
  words: string
  /** Fitting at all. */
  fits: string
  /** Lexemes of what the reader may see, so that others are not read in the first place; `null` for all. */
  narrow: string | null
}

/** What is asked about a kind on behalf of a reader. */
export function questionOf(
  scope: Scope,
  { source, rule }: IndexedSource,
  { words, heads }: Typed
): Question {
  const mark = markOf(scope.organisationId, source.id)
  const own = rule && seesOwnOnly(scope, rule) ? (scope.actor.memberId ?? NOBODY) : null
  const begins = heads.map((head) => beginning(lexeme.head(mark, head)))
  const runs = heads.flatMap((head) => runQuery(mark, head))
  const wordQueries = words.map((word) => wordQuery(mark, word))
  return {
    kind: source.id,
    own,
    heads: either(heads.map((head) => exactly(lexeme.head(mark, head)))),
    begins: either(begins),
    words: all(words.map(({ word }) => exactly(lexeme.word(mark, word)))),
    fits: either([
      ...(wordQueries.length > 0 ? [all(wordQueries)] : []),
      ...runs,
      // What begins with letters is found by its words; numbers and plates are one word in pieces
      ...(heads.some((head) => /\p{N}/u.test(head)) ? begins : []),
    ]),
    narrow: narrowed(scope, rule?.branch ? mark : null, own && lexeme.owner(mark, own)),
  }
}

function wordQuery(mark: string, { word, others }: Typed['words'][number]): string {
  const sound = [...word].length >= SHORTEST_SOUND ? soundOf(word) : null
  return either([
    beginning(lexeme.word(mark, word)),
    ...(sound ? [beginning(lexeme.sound(mark, sound))] : []),
    ...(sound && sound !== word ? [beginning(lexeme.word(mark, sound))] : []),
    ...runQuery(mark, word),
    ...others.map((other) => exactly(lexeme.word(mark, other))),
  ])
}

/** A part of a code or a phone: of four signs or more, one of them a digit. */
function runQuery(mark: string, text: string): string[] {
  if ([...text].length < RUN || !/\p{N}/u.test(text)) return []
  return [all(runsOf(text).map((run) => exactly(lexeme.run(mark, run))))]
}

function narrowed(scope: Scope, mark: string | null, owner: string | null): string | null {
  const branches =
    mark && scope.branchIds
      ? either(
          (scope.branchIds.length > 0 ? scope.branchIds : [NOBODY]).map((id) =>
            exactly(lexeme.branch(mark, id))
          )
        )
      : null
  const both = [branches, owner && exactly(owner)].filter((query) => query !== null)
  return both.length > 0 ? all(both) : null
}

const exactly = (value: string) => `'${value}'`
const beginning = (value: string) => `'${value}':*`
const either = (queries: string[]) => `(${queries.join(' | ')})`
const all = (queries: string[]) => `(${queries.join(' & ')})`

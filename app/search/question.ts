import { seesOwnOnly } from '../access/visibility.ts'
import type { Scope } from '../tenancy/scope.ts'
import { lexeme, markOf, RUN, runsOf } from './index/lexemes.ts'
import { NOBODY } from './index/records.ts'
import type { IndexedSource } from './index/sources.ts'
import { compact, phoneDigits, soundOf, withWholePhones, wordsOf } from './words.ts'

/** One word that was typed. */
export interface TypedWord {
  word: string
  /** Words that count as the same: mistyped, it is taken for them. */
  others: string[]
  /** Written to its end: what stands before a hyphen or a slash in `PUN-J26-00042`. */
  whole: boolean
}

/** What was typed, taken apart. */
export interface Typed {
  words: TypedWord[]
  /** All of it without blanks, and as a phone. */
  heads: string[]
}

/** A word of one letter beside others fits too many; a digit counts, and stands for itself. */
const SHORTEST = 2
/** Words that count; who types more has been understood by then. */
const MOST = 8
/** Letters of a title that are looked for across its blanks. */
const SHORTEST_HEAD = 5
/** Shorter words have no sound of their own. */
const SHORTEST_SOUND = 3

/** A word that a hyphen or a slash joins to the next. */
const JOINED = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?=[-/][\p{L}\p{N}])/gu

export function typedText(typed: string): Typed {
  const text = withWholePhones(typed)
  const all = wordsOf(text)
  const long = all.filter((word) => [...word].length >= SHORTEST || isDigit(word))
  const joined = new Set(text.match(JOINED) ?? [])
  const phone = phoneDigits(text)
  return {
    words: (long.length > 0 ? long : all)
      .slice(0, MOST)
      .map((word) => ({ word, others: [], whole: isDigit(word) || joined.has(word) })),
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
  /** What the index is asked for what fits: all of it, or the one number in it that few have. */
  rare: string
  /** What begins so is looked for first, and is enough: a number, a plate, a phone. */
  numbered: boolean
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
  const numbered = heads.some((head) => /\p{N}/u.test(head))
  // Short beginnings of letters are found by their words alone; longer ones may be names in one: Raj Kumar, Rajkumar
  const headed = numbered || heads.some((head) => [...head].length >= SHORTEST_HEAD)
  const fits = either([
    ...(words.length > 0 ? [all(words.map((word) => wordQuery(mark, word)))] : []),
    ...runs,
    ...(headed ? begins : []),
  ])
  const number = words.find(({ word }) => isRare(word))
  return {
    kind: source.id,
    own,
    heads: either(heads.map((head) => exactly(lexeme.head(mark, head)))),
    begins: either(begins),
    words: all(words.map(({ word }) => exactly(lexeme.word(mark, word)))),
    fits,
    rare: number && words.length > 1 ? wordQuery(mark, number) : fits,
    numbered,
    narrow: narrowed(scope, rule?.branch ? mark : null, own && lexeme.owner(mark, own)),
  }
}

const isDigit = (word: string) => /^\p{N}$/u.test(word)

/** A number of four digits or more, as plates, papers and phones end in: few records have it. */
const isRare = (word: string) => /\p{N}{4}/u.test(word)

function wordQuery(mark: string, { word, others, whole }: TypedWord): string {
  const as = whole ? exactly : beginning
  const sound = [...word].length >= SHORTEST_SOUND ? soundOf(word) : null
  return either([
    as(lexeme.word(mark, word)),
    ...(sound ? [as(lexeme.sound(mark, sound))] : []),
    ...(sound && sound !== word ? [as(lexeme.word(mark, sound))] : []),
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

import { createHash } from 'node:crypto'
import { compact, otherWordsOf, phoneDigits, soundOf, wordsOf } from '../words.ts'

/** Words of one document that are kept; a text of the length of a page has fewer. */
const MOST_WORDS = 400
/** Signs of a run that finds a code or a phone. */
export const RUN = 4
/** Codes are no longer than that; what is, has only its words. */
const LONGEST_CODE = 40
/** Shorter words are not told apart by likeness. */
export const SHORTEST_LIKE = 4

/**
 * The beginning of every lexeme of one kind in one organisation. It keeps the entries of organisations and kinds apart
 * in the index: a search reads those of its own alone, however many others have.
 */
export function markOf(organisationId: string, kind: string): string {
  return createHash('sha256').update(`${organisationId}/${kind}`).digest('hex').slice(0, 8)
}

/** Lexemes of one kind by what they stand for; none has a sign that queries would have to escape. */
export const lexeme = {
  word: (mark: string, word: string) => mark + word,
  sound: (mark: string, sound: string) => `${mark}~${sound}`,
  /** The whole title, a whole code, a whole phone. */
  head: (mark: string, head: string) => `${mark}=${head}`,
  run: (mark: string, run: string) => `${mark}#${run}`,
  owner: (mark: string, id: string) => `${mark}@${shortId(id)}`,
  branch: (mark: string, id: string) => `${mark}^${shortId(id)}`,
}

const shortId = (id: string) => id.replaceAll('-', '').slice(-12)

/** The runs of four signs that lie in a text; whoever has them all has the text, but for rare accidents. */
export function runsOf(text: string): string[] {
  const signs = [...text]
  return signs.slice(0, Math.max(0, signs.length - RUN + 1)).map((_, at) => {
    return signs.slice(at, at + RUN).join('')
  })
}

/** What is looked for in one record. */
export interface Findable {
  title: string | null
  codes: readonly string[]
  phones: readonly string[]
  words: readonly string[]
  ownerId: string | null
  /** `undefined` where records of the kind have no branch. */
  branchId: string | undefined
}

/** The lexemes of a document, and the words by which a mistyped one is recognised. */
export function lexemesOf(mark: string, record: Findable): { lexemes: string[]; words: string[] } {
  const texts = [record.title ?? '', ...record.words]
  const kept = [...new Set(texts.flatMap(wordsOf))].slice(0, MOST_WORDS)
  const others = new Set([
    ...[...texts.flatMap(otherWordsOf), ...kept.flatMap(inLatin)].slice(0, MOST_WORDS),
    ...endsOf(record),
  ])
  const codes = [
    ...record.codes.map(compact).filter((code) => code && code.length <= LONGEST_CODE),
    ...record.phones.flatMap((phone) => phoneDigits(phone) ?? []),
  ]
  const title = compact(record.title ?? '')
  const heads = [
    ...[...codes, ...(title && title.length <= LONGEST_CODE * 2 ? [title] : [])],
    ...[record.title ?? '', ...record.codes].flatMap(withoutZeros),
  ]
  // A word that is written as it sounds stands for its sound
  const sounds = kept.flatMap((word) => {
    const sound = soundOf(word)
    return sound && sound !== word ? [sound] : []
  })
  const lexemes = [
    ...[...kept, ...others].map((word) => lexeme.word(mark, word)),
    ...sounds.map((sound) => lexeme.sound(mark, sound)),
    ...heads.map((head) => lexeme.head(mark, head)),
    ...codes.flatMap(runsOf).map((run) => lexeme.run(mark, run)),
    ...(record.ownerId ? [lexeme.owner(mark, record.ownerId)] : []),
    ...(record.branchId === undefined ? [] : [lexeme.branch(mark, record.branchId)]),
  ]
  return {
    lexemes: [...new Set(lexemes)],
    words: [...new Set([...kept, ...others])].filter(isLikeable),
  }
}

/** A number as people write it from memory: `pun2642` of `PUN/26/00042`. */
function withoutZeros(code: string): string[] {
  const short = code.replace(/(?<=[^\p{L}\p{N}])0+(?=\p{N})/gu, '')
  return short === code || short.length > LONGEST_CODE ? [] : [compact(short)]
}

/** A name of another script as a Latin keyboard writes it: who mistypes it there means it as well. */
const inLatin = (word: string) => (/^[a-z]/.test(word) ? [] : (soundOf(word) ?? []))

/**
 * What people say of a plate and a phone: how they end. A word of its own, so that what ends so comes before what has
 * the same digits in its middle.
 */
function endsOf({ codes, phones }: Findable): string[] {
  const plates = codes.flatMap((code) => /\p{N}{2,}$/u.exec(compact(code)) ?? [])
  const numbers = phones.flatMap((phone) => phoneDigits(phone) ?? [])
  return [...plates, ...numbers.flatMap((phone) => [phone.slice(-4), phone.slice(-5)])]
}

/** Whether another word may be taken for this one: long enough, and of letters alone. */
export function isLikeable(word: string): boolean {
  return [...word].length >= SHORTEST_LIKE && !/\p{N}/u.test(word)
}

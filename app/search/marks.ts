import type { Typed } from './question.ts'
import { compact, plain, soundOf } from './words.ts'

/** Marks of one text that are shown; more confuse. */
const MOST = 8

/**
 * Where a text shows what was typed: beginnings of words, words of the same sound, and runs of a code in whatever
 * spacing it is written. From and to in characters of the text, in order and apart.
 */
export function marksIn(text: string, typed: Typed): [number, number][] {
  const found = [...wordMarks(text, typed), ...codeMarks(text, typed.heads)]
  found.sort(([one], [other]) => one - other)
  const apart: [number, number][] = []
  for (const [from, to] of found) {
    const last = apart.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else apart.push([from, to])
  }
  return apart.slice(0, MOST)
}

function wordMarks(text: string, { words }: Typed): [number, number][] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200C\u200D]*/gu)].flatMap((match) => {
    const word = plain(match[0])
    const sound = soundOf(word)
    const fits = words.map(({ word: asked, others }) => {
      if (word.startsWith(asked)) return word === match[0].toLowerCase() ? asked.length : -1
      const alike = others.includes(word) || (sound !== null && beginsLike(sound, asked))
      return alike ? -1 : 0
    })
    const long = fits.includes(-1) ? match[0].length : Math.max(0, ...fits)
    return long > 0 ? [[match.index, match.index + long] as [number, number]] : []
  })
}

function beginsLike(sound: string, asked: string): boolean {
  const begun = [...asked].length >= 3 ? soundOf(asked) : null
  return begun !== null && sound.startsWith(begun)
}

/** Parts of codes and phones: letters and digits of the text alone, with the place where each stands. */
function codeMarks(text: string, heads: readonly string[]): [number, number][] {
  const signs = [...text.matchAll(/[\p{L}\p{M}\p{N}]/gu)]
  const letters = signs.map(([sign]) => compact(sign)[0] ?? ' ').join('')
  return heads.flatMap((head) => {
    if (!/\p{N}/u.test(head) || head.length < 2) return []
    const at = letters.indexOf(head)
    if (at < 0) return []
    return [[signs[at].index, signs[at + head.length - 1].index + 1] as [number, number]]
  })
}

import type { Unit } from '../tenancy/unit.ts'
import { isLikeable } from './index/lexemes.ts'
import type { Typed } from './question.ts'
import { soundOf } from './words.ts'

/** Words that a mistyped one is taken for. */
const MOST = 4
/** A word that has what was typed within it counts as one that is a letter apart. */
const INSIDE = 1

/**
 * What was typed with the words of the organisation that it may have meant: one or two letters apart, of the same
 * sound, or with it in their middle. `null` when there are none.
 */
export async function withSimilar(unit: Unit, typed: Typed): Promise<Typed | null> {
  const words: Typed['words'] = []
  for (const each of typed.words) {
    words.push({ ...each, others: isLikeable(each.word) ? await similarTo(unit, each.word) : [] })
  }
  return words.some(({ others }) => others.length > 0) ? { ...typed, words } : null
}

async function similarTo(unit: Unit, typed: string): Promise<string[]> {
  const rows = await unit.rows<{ word: string }>('select kernel_search_similar(?) as word', [typed])
  const allowed = [...typed].length < 6 ? 1 : 2
  const sound = soundOf(typed)
  const farness = (word: string) => {
    if (sound !== null && soundOf(word) === sound) return 0
    return word.includes(typed) ? INSIDE : distance(typed, word)
  }
  return rows
    .map(({ word }) => ({ word, far: farness(word) }))
    .filter(({ word, far }) => word !== typed && far <= allowed)
    .sort((one, other) => one.far - other.far)
    .slice(0, MOST)
    .map(({ word }) => word)
}

/** Letters to change, leave out, put in or swap with their neighbour (optimal string alignment). */
export function distance(one: string, other: string): number {
  const [a, b] = [[...one], [...other]]
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1)
      }
    }
    rows.push(row)
  }
  return rows[a.length][b.length]
}

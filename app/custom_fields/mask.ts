/**
 * How a text is written, in a form that people without regular expressions can type and that no text can make slow:
 * `9` is a digit, `A` a letter, `*` either, what stands in `[ ]` may be missing, the rest stands for itself.
 */

const ATOMS: Record<string, string> = { '9': '\\d', 'A': '\\p{L}', '*': '[\\p{L}\\d]' }
const SAMPLES: Record<string, string> = { '9': '1', 'A': 'A', '*': 'A' }
/** Optional parts of one mask; each doubles the ways a text may be read. */
const MOST_OPTIONAL = 4

/** What is wrong with a mask and what to do; `null` when nothing is. */
export function maskProblem(mask: string): string | null {
  if (/\[[^\]]*(\[|$)|^[^[]*\]|\][^[]*\]/.test(mask)) {
    return 'Each [ needs its ], and one part does not stand in another.'
  }
  if ((mask.match(/\[/g) ?? []).length > MOST_OPTIONAL) {
    return `At most ${MOST_OPTIONAL} parts may be missing.`
  }
  return /[9A*]/.test(mask) ? null : 'Use 9 for a digit, A for a letter and * for either.'
}

/** The regular expression of a mask: `F-99[9]` as `F-\d\d(?:\d)?`. */
export function maskPattern(mask: string): string {
  return [...mask]
    .map((character) => {
      if (character === '[') return '(?:'
      if (character === ']') return ')?'
      return ATOMS[character] ?? character.replace(/[\\^$.|?+(){}]/g, '\\$&')
    })
    .join('')
}

/** Something that is written so: `F-99[9]` as `F-111`. */
export function maskExample(mask: string): string {
  return [...mask.replace(/[[\]]/g, '')]
    .map((character) => SAMPLES[character] ?? character)
    .join('')
}

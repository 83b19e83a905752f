/**
 * Names as they sound, so that सुनील, Sunil and Suneel are one: Devanagari is read out into Latin letters (the usual
 * romanisation of names, with the schwa left out where Hindi does not speak it), and spellings that sound alike are
 * made the same.
 */

const CONSONANTS: Record<string, string> = {
  ...{ क: 'k', ख: 'kh', ग: 'g', घ: 'gh', ङ: 'n', च: 'ch', छ: 'chh', ज: 'j', झ: 'jh', ञ: 'n' },
  ...{ ट: 't', ठ: 'th', ड: 'd', ढ: 'dh', ण: 'n', त: 't', थ: 'th', द: 'd', ध: 'dh', न: 'n' },
  ...{ प: 'p', फ: 'ph', ब: 'b', भ: 'bh', म: 'm', य: 'y', र: 'r', ल: 'l', ळ: 'l', व: 'v' },
  ...{ श: 'sh', ष: 'sh', स: 's', ह: 'h' },
}
const VOWELS: Record<string, string> = {
  ...{
    अ: 'a',
    आ: 'aa',
    इ: 'i',
    ई: 'i',
    उ: 'u',
    ऊ: 'u',
    ऋ: 'ri',
    ए: 'e',
    ऐ: 'ai',
    ऑ: 'o',
    ओ: 'o',
    औ: 'au',
  },
  ऍ: 'e',
}
const SIGNS: Record<string, string> = {
  ...{ 'ा': 'aa', 'ि': 'i', 'ी': 'i', 'ु': 'u', 'ू': 'u', 'ृ': 'ri', 'े': 'e', 'ै': 'ai', 'ॉ': 'o' },
  ...{ 'ो': 'o', 'ौ': 'au', 'ॅ': 'e' },
}
const HALANT = '्'
const ANUSVARA = '\u0902'

/** A syllable: its consonants as they are read, and its vowel; `null` for the schwa that may be silent. */
interface Syllable {
  onset: string
  vowel: string | null
  /** A nasal after the vowel. */
  nasal: boolean
}

/** How a word sounds, in Latin letters; words of other scripts, and of one letter, have no sound. */
export function sound(word: string): string | null {
  const latin = /^\p{Script=Devanagari}+$/u.test(word) ? readOut(word) : word
  if (!/^[a-z]+$/.test(latin)) return null
  const alike = sameSpelling(latin)
  return alike.length > 1 ? alike : null
}

/** Spellings of one sound: long and short vowels, doubled letters, w and v, and what names are written with. */
function sameSpelling(latin: string): string {
  return latin
    .replace(/ee|ii|ie(?=[a-z])|ea/g, 'i')
    .replace(/oo|uu/g, 'u')
    .replaceAll('ou', 'au')
    .replaceAll('ei', 'e')
    .replace(/a{2,}/g, 'a')
    .replaceAll('ph', 'f')
    .replaceAll('w', 'v')
    .replaceAll('z', 'j')
    .replaceAll('q', 'k')
    .replaceAll('x', 'ksh')
    .replace(/c(?!h)/g, 'k')
    .replace(/chh/g, 'ch')
    .replace(/([gjdtbk])h/g, '$1')
    .replace(/dny|jn/g, 'gy')
    .replace(/sinh?$|singh?$/g, 'sing')
    .replace(/(?<=[aeiou])y$|iy(?=a)/g, 'i')
    .replace(/y$/g, 'i')
    .replace(/([a-z])\1+/g, '$1')
    .replace(/(?<=.{2})a$/g, '')
}

function readOut(word: string): string {
  const syllables = syllablesOf(word)
  const silent: boolean[] = []
  for (let index = syllables.length - 1; index >= 0; index--) {
    silent[index] = isSilent(syllables, index, silent[index + 1])
  }
  return syllables
    .map(({ onset, vowel, nasal }, index) => {
      const spoken = vowel ?? (silent[index] ? '' : 'a')
      return onset + spoken + (nasal ? nasalBefore(syllables[index + 1]) : '')
    })
    .join('')
}

/**
 * The schwa is silent at the end, and before a syllable that is spoken and begins with one consonant: कमल is kamal,
 * अमरजीत is amarjit, कुलकर्णी is kulkarni.
 */
function isSilent(syllables: readonly Syllable[], index: number, nextSilent: boolean): boolean {
  const { onset, vowel, nasal } = syllables[index]
  if (vowel !== null || nasal || index === 0) return false
  if (index === syllables.length - 1) return true
  return !nextSilent && isSingle(onset) && isSingle(syllables[index + 1].onset)
}

const isSingle = (onset: string) => /^(chh|[bcdgjkpst]h|[a-z])$/.test(onset)

function nasalBefore(next: Syllable | undefined): string {
  return next && /^[pbmf]/.test(next.onset) ? 'm' : 'n'
}

function syllablesOf(word: string): Syllable[] {
  const syllables: Syllable[] = []
  let onset = ''
  let open = false
  for (const sign of word) {
    if (CONSONANTS[sign]) {
      if (open) syllables.push({ onset, vowel: null, nasal: false })
      onset = open ? CONSONANTS[sign] : onset + CONSONANTS[sign]
      open = true
    } else if (sign === HALANT) {
      open = false
    } else if (SIGNS[sign] && open) {
      syllables.push({ onset, vowel: SIGNS[sign], nasal: false })
      onset = ''
      open = false
    } else if (VOWELS[sign]) {
      if (open) syllables.push({ onset, vowel: null, nasal: false })
      syllables.push({ onset: '', vowel: VOWELS[sign], nasal: false })
      onset = ''
      open = false
    } else if (sign === ANUSVARA) {
      if (open) syllables.push({ onset, vowel: 'a', nasal: true })
      else if (syllables.length > 0) syllables.at(-1)!.nasal = true
      onset = ''
      open = false
    }
  }
  if (onset) syllables.push({ onset, vowel: null, nasal: false })
  return syllables
}

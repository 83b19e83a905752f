import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** How well a password withstands guessing, and what its owner could do about it. */
export interface PasswordAdvice {
  /** 0 to 4, as zxcvbn estimates it; 3 withstands an attack on stolen, slowly hashed passwords. */
  score: number
  good: boolean
  /** What it is, and what to do when it is not good. */
  message: string
}

/** Characters by which the strength is estimated; more add to it, but cost time that strangers could make us spend. */
const JUDGED_LENGTH = 48
const SHORTEST = 10
const LOWEST_SCORE = 3

const MAKE_BETTER = 'Three words that have nothing to do with each other make a good one.'

/** What zxcvbn found, for owners of workshops. */
const WARNINGS: Record<string, string> = {
  straightRow: 'It is a row of keys on the keyboard.',
  keyPattern: 'It is a pattern of keys on the keyboard.',
  simpleRepeat: 'It repeats one character.',
  extendedRepeat: 'It repeats itself.',
  sequences: 'It is a sequence like abc or 123.',
  recentYears: 'It is mostly a year.',
  dates: 'It is mostly a date.',
  topTen: 'It is one of the first that anybody tries.',
  topHundred: 'It is one of the first that anybody tries.',
  common: 'It is on the lists that attackers try first.',
  similarToCommon: 'It is close to one on the lists that attackers try first.',
  wordByItself: 'A single word is easy to guess.',
  namesByThemselves: 'A name is easy to guess.',
  commonNames: 'Names are easy to guess.',
  userInputs: 'It is made of your name, e-mail or organisation.',
}

/**
 * Judges a password by dictionaries of common passwords, words and names, and by `words` of its owner: name, e-mail,
 * organisation. The password is neither kept nor logged.
 */
export async function judgePassword(password: string, words: string[]): Promise<PasswordAdvice> {
  if (password.length < SHORTEST) {
    const missing = SHORTEST - password.length
    return bad(0, `${missing} more ${missing === 1 ? 'character' : 'characters'}, please.`)
  }
  const { estimator, common } = await loaded()
  const own = ownWords(words)
  const { score, feedback } = estimator.check(password.slice(0, JUDGED_LENGTH), own)
  if (isCommon(password, common)) {
    return bad(Math.min(score, 1), `${WARNINGS.common} ${MAKE_BETTER}`)
  }
  if (isMadeOf(password, own)) {
    return bad(Math.min(score, 1), `${WARNINGS.userInputs} ${MAKE_BETTER}`)
  }
  if (score < LOWEST_SCORE) {
    return bad(score, `${feedback.warning ?? 'It is easy to guess.'} ${MAKE_BETTER}`)
  }
  return { score, good: true, message: score > LOWEST_SCORE ? 'Strong.' : 'Good.' }
}

function bad(score: number, message: string): PasswordAdvice {
  return { score, good: false, message }
}

/** The words and their parts, in lower case, as somebody would put them into a password. */
function ownWords(words: string[]): string[] {
  const whole = [...words, 'karkhana'].map((word) => word.toLowerCase().slice(0, 100))
  const parts = whole.flatMap((word) => word.split(/[^\p{L}\p{N}]+/u))
  return [...new Set([...whole, ...parts])].filter((word) => word.length > 2)
}

const SUBSTITUTES: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  '$': 's',
  '5': 's',
  '7': 't',
}

/** Whether it is a common password but for case, digits and signs around it, swapped characters, or saying it twice. */
function isCommon(password: string, common: Set<string>): boolean {
  const lower = password.toLowerCase()
  const spelled = lower.replace(/[@431!0$57]/g, (character) => SUBSTITUTES[character])
  return [lower, spelled]
    .flatMap((text) => [text, text.replace(/^[^a-z]+|[^a-z]+$/g, ''), text.replace(/[^a-z]/g, '')])
    .flatMap((text) => [text, once(text)])
    .some((text) => common.has(text))
}

/** `abcabc` said once. */
function once(text: string): string {
  return /^(.+?)\1+$/.exec(text)?.[1] ?? text
}

/** Whether hardly a letter is left without the words of its owner. */
function isMadeOf(password: string, own: string[]): boolean {
  const longestFirst = own.toSorted((a, b) => b.length - a.length)
  const rest = longestFirst.reduce(
    (text, word) => text.replaceAll(word, ''),
    password.toLowerCase()
  )
  return rest.length < password.length && rest.replace(/[^\p{L}]/gu, '').length < 4
}

let loading: Promise<{ estimator: ZxcvbnFactory; common: Set<string> }> | undefined

/** The dictionaries are large: read with the first password that is judged. */
function loaded() {
  loading ??= load()
  return loading
}

async function load() {
  const [{ ZxcvbnFactory }, general, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const { translations } = english
  const estimator = new ZxcvbnFactory({
    dictionary: { ...general.dictionary, ...english.dictionary },
    graphs: general.adjacencyGraphs,
    translations: { ...translations, warnings: { ...translations.warnings, ...WARNINGS } },
    l33tMaxSubstitutions: 10,
  })
  const common = new Set(general.dictionary['passwords-common'].map(String))
  return { estimator, common }
}

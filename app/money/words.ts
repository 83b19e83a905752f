import { asPaise, type Paise } from './paise.ts'

/** The languages that amounts are written in. */
export type WordsLanguage = 'en' | 'hi'

interface Words {
  /** 0 to 99; Hindi has a word of its own for each. */
  small: (number: number) => string
  /** The units of the Indian system from one hundred on, largest first. */
  units: readonly [size: number, name: string][]
  rupees: string
  paise: string
  and: string
  only: string
  minus: string
}

const SMALL = [
  ...['Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'],
  ...['Eleven', 'Twelve', 'Thirteen', 'Fourteen', 'Fifteen', 'Sixteen', 'Seventeen', 'Eighteen'],
  'Nineteen',
]
const TENS = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety']

/** 0 to 99 in Hindi, ten to a line. */
const HINDI = [
  'शून्य एक दो तीन चार पाँच छह सात आठ नौ',
  'दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस',
  'बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस',
  'तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस',
  'चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास',
  'पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ',
  'साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर',
  'सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी',
  'अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी',
  'नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे',
].flatMap((line) => line.split(' '))

const WORDS: Record<WordsLanguage, Words> = {
  en: {
    small: (number) => {
      if (number < 20) return SMALL[number]!
      const ones = number % 10
      const tens = TENS[Math.floor(number / 10)]!
      return ones === 0 ? tens : `${tens}-${SMALL[ones]}`
    },
    units: [
      [10_000_000, 'Crore'],
      [100_000, 'Lakh'],
      [1_000, 'Thousand'],
      [100, 'Hundred'],
    ],
    rupees: 'Rupees',
    paise: 'Paise',
    and: 'and',
    only: 'Only',
    minus: 'Minus',
  },
  hi: {
    small: (number) => HINDI[number]!,
    units: [
      [10_000_000, 'करोड़'],
      [100_000, 'लाख'],
      [1_000, 'हज़ार'],
      [100, 'सौ'],
    ],
    rupees: 'रुपये',
    paise: 'पैसे',
    and: 'और',
    only: 'मात्र',
    minus: 'ऋण',
  },
}

/**
 * A whole number of zero or more in words of the Indian system, English or Hindi; above a crore the count of crores is
 * itself written in words ("One Lakh Crore").
 */
export function numberInWords(number: number, language: WordsLanguage = 'en'): string {
  const { small, units } = WORDS[language]
  const unit = units.find(([size]) => number >= size)
  if (!unit) return small(number)
  const [size, name] = unit
  const rest = number % size
  const head = `${numberInWords(Math.floor(number / size), language)} ${name}`
  return rest === 0 ? head : `${head} ${numberInWords(rest, language)}`
}

/**
 * The amount in words as an Indian invoice prints it: "Rupees Four Thousand Seven Hundred
 * Forty-Seven Only", with paise "Rupees One Hundred and Fifty Paise Only", below a rupee "Fifty
 * Paise Only". A negative amount begins with "Minus". In Hindi "रुपये चार हज़ार सात सौ सैंतालीस मात्र".
 *
 * @throws AmountOutOfRangeError
 */
export function amountInWords(amount: Paise, language: WordsLanguage = 'en'): string {
  const words = WORDS[language]
  const size = Math.abs(asPaise(amount))
  const cents = size % 100
  const rupees = (size - cents) / 100
  const parts: string[] = []
  if (rupees > 0 || cents === 0) parts.push(`${words.rupees} ${numberInWords(rupees, language)}`)
  if (cents > 0) parts.push(`${numberInWords(cents, language)} ${words.paise}`)
  const sign = amount < 0 ? `${words.minus} ` : ''
  return `${sign}${parts.join(` ${words.and} `)} ${words.only}`
}

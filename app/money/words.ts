import { asPaise, type Paise } from './paise.ts'

const SMALL = [
  ...['Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'],
  ...['Eleven', 'Twelve', 'Thirteen', 'Fourteen', 'Fifteen', 'Sixteen', 'Seventeen', 'Eighteen'],
  'Nineteen',
]
const TENS = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety']

/** The units of the Indian system above one hundred, largest first. */
const UNITS: [size: number, name: string][] = [
  [10_000_000, 'Crore'],
  [100_000, 'Lakh'],
  [1_000, 'Thousand'],
  [100, 'Hundred'],
]

/**
 * A whole number of zero or more in English words of the Indian system; above a crore the count of
 * crores is itself written in words ("One Lakh Crore").
 */
export function numberInWords(number: number): string {
  const unit = UNITS.find(([size]) => number >= size)
  if (unit) {
    const [size, name] = unit
    const rest = number % size
    const head = `${numberInWords(Math.floor(number / size))} ${name}`
    return rest === 0 ? head : `${head} ${numberInWords(rest)}`
  }
  if (number < 20) return SMALL[number]
  const ones = number % 10
  return ones === 0 ? TENS[number / 10] : `${TENS[Math.floor(number / 10)]}-${SMALL[ones]}`
}

/**
 * The amount in words as an Indian invoice prints it: "Rupees Four Thousand Seven Hundred
 * Forty-Seven Only", with paise "Rupees One Hundred and Fifty Paise Only", below a rupee "Fifty
 * Paise Only". A negative amount begins with "Minus".
 *
 * @throws AmountOutOfRangeError
 */
export function amountInWords(amount: Paise): string {
  const size = Math.abs(asPaise(amount))
  const cents = size % 100
  const rupees = (size - cents) / 100
  const parts: string[] = []
  if (rupees > 0 || cents === 0) parts.push(`Rupees ${numberInWords(rupees)}`)
  if (cents > 0) parts.push(`${numberInWords(cents)} Paise`)
  return `${amount < 0 ? 'Minus ' : ''}${parts.join(' and ')} Only`
}

import { toDecimal, type Paise } from '../../money/index.ts'

/** Code of a bank's branch: four letters of the bank, a zero, six of the branch (RBI). */
export const IFSC = /^[A-Z]{4}0[A-Z0-9]{6}$/
/** A virtual payment address of UPI: a name, and the handle of the bank or app. */
export const UPI_ID = /^[A-Za-z0-9._-]{2,255}@[A-Za-z][A-Za-z0-9]{1,63}$/

/** What a phone is told when it reads the code. */
export interface UpiPayment {
  upiId: string
  /** Who is paid, as the customer reads it before they agree. */
  payee: string
  /** Left out, the customer types it. */
  amount?: Paise
  /** What for: the number of the bill. */
  note?: string
}

/** Characters of a text that apps show and banks keep. */
const LONGEST = 50
/** Half a letter at the end would be no address. */
const said = (text: string) =>
  encodeURIComponent(text.replace(/\s+/g, ' ').trim().slice(0, LONGEST).toWellFormed())

/**
 * The address that every UPI app opens with the payment filled in (NPCI, UPI linking specification 1.6). The UPI id
 * stands as it is: its characters need no escape, and some apps read none.
 */
export function upiLink({ upiId, payee, amount, note }: UpiPayment): string {
  const members = [
    `pa=${upiId}`,
    `pn=${said(payee)}`,
    ...(amount === undefined ? [] : [`am=${toDecimal(amount)}`]),
    'cu=INR',
    ...(note ? [`tn=${said(note)}`] : []),
  ]
  return `upi://pay?${members.join('&')}`
}

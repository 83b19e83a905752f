import type { AccountKey, JournalLine } from '@karkhana/accounting/contracts'
import { negate, sum, ZERO, type Paise } from '@karkhana/kernel/money'
import type { PaymentMode } from '../models/payment.ts'

/** The amounts of an invoice that the books are told. */
export interface PostedInvoice {
  contactId: string
  /** UTGST goes to an account of its own. */
  stateTaxName: 'SGST' | 'UTGST'
  cgst: Paise
  sgst: Paise
  igst: Paise
  cess: Paise
  other: Paise
  /** Signed: a deduction is a debit. */
  roundOff: Paise
  total: Paise
  /** Value before tax, taxed or not. */
  lines: { kind: 'part' | 'service'; taxable: Paise }[]
}

/**
 * The journal of an issued invoice: the customer owes the total; income by kind of line, each tax to
 * its account, the round-off by itself.
 */
export function invoiceLines(invoice: PostedInvoice): JournalLine[] {
  const { roundOff, total, contactId } = invoice
  const income = (kind: 'part' | 'service') =>
    sum(invoice.lines.filter((line) => line.kind === kind).map((line) => line.taxable))
  const lines: JournalLine[] = [
    { account: 'trade_receivables', debit: total, contactId },
    { account: 'round_off', debit: roundOff < 0 ? negate(roundOff) : ZERO },
    { account: 'labour_income', credit: income('service') },
    { account: 'parts_income', credit: income('part') },
    { account: 'output_cgst', credit: invoice.cgst },
    {
      account: invoice.stateTaxName === 'UTGST' ? 'output_utgst' : 'output_sgst',
      credit: invoice.sgst,
    },
    { account: 'output_igst', credit: invoice.igst },
    { account: 'output_cess', credit: invoice.cess },
    { account: 'other_charges', credit: invoice.other },
    { account: 'round_off', credit: roundOff > 0 ? roundOff : ZERO },
  ]
  return lines.filter((line) => (line.debit ?? ZERO) > 0 || (line.credit ?? ZERO) > 0)
}

/** Where money lies until it is banked. */
const RECEIVED_IN: Record<PaymentMode, AccountKey> = {
  cash: 'cash',
  upi: 'bank_upi',
  bank: 'bank_upi',
  card: 'card_clearing',
  cheque: 'cheques_in_hand',
}

/** The journal of a payment: the customer owes less. */
export function paymentLines(payment: {
  mode: PaymentMode
  amount: Paise
  contactId: string
}): JournalLine[] {
  const { mode, amount, contactId } = payment
  return [
    { account: RECEIVED_IN[mode], debit: amount },
    { account: 'trade_receivables', credit: amount, contactId },
  ]
}

import { wordsOf } from '../../lang/words.ts'
import type { Language } from '../../lang/declaration.ts'
import { formatRupees, type Paise } from '../../money/index.ts'
import type { PrintedFact } from '../print_types.ts'
import type { PaymentDetails } from './payment_details.ts'
import { upiLink } from './upi.ts'

/** Where to pay, as component `closing` prints it. */
export interface PrintedPayment {
  /** The bank account, line by line; nothing without one. */
  account: PrintedFact[]
  /** The code that UPI apps read; `null` when there is nothing to pay or no UPI id. */
  upi: { link: string; title: string; upiId: string } | null
}

/** What is to be paid. */
export interface Payable {
  language: Language
  /** Who is paid: the name on the bill. */
  payee: string
  /** Still to be paid. A code is printed for what is more than nothing. */
  due: Paise
  /** What for: the number of the bill. */
  note: string
}

/**
 * The details of a branch as a paper shows them; `null` without details. A code carries amount and number, so that
 * nobody types them. It is the one that the GST law leaves to suppliers below 500 crore of turnover, not the code of
 * Notification 14/2020.
 */
export function printedPayment(
  details: PaymentDetails | null,
  { language, payee, due, note }: Payable
): PrintedPayment | null {
  if (!details) return null
  const say = wordsOf(language, 'kernel')
  const { accountName, accountNumber, ifsc, bank, bankBranch, upiId } = details
  const fact = (label: string, value: string | null, code = false): PrintedFact[] =>
    value ? [{ label: say.label(label), value, code }] : []
  return {
    account: accountNumber
      ? [
          ...fact('Account holder', accountName),
          ...fact('Account number', accountNumber, true),
          ...fact('IFSC', ifsc, true),
          ...fact('Bank', [bank, bankBranch].filter(Boolean).join(', ')),
        ]
      : [],
    upi:
      upiId && due > 0
        ? {
            link: upiLink({ upiId, payee: accountName ?? payee, amount: due, note }),
            title: say('documents.payment.scan', { amount: formatRupees(due) }),
            upiId,
          }
        : null,
  }
}

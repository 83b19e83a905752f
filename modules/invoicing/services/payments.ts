import type {} from '@karkhana/accounting/contracts'
import { nextNumber, type Scope } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import type { BusinessDate } from '@karkhana/kernel/dates'
import { subtract, sum, type Paise } from '@karkhana/kernel/money'
import { v7 as uuidv7 } from 'uuid'
import {
  ChequeNumberError,
  OverpaymentError,
  PaymentDateError,
  PaymentKeyReusedError,
} from '../errors.ts'
import Invoice from '../models/invoice.ts'
import Payment, { type PaymentMode } from '../models/payment.ts'
import { announcePayment } from './announce.ts'
import { branchOf } from './parties.ts'
import { paymentLines } from './posting.ts'
import { ensureIssued } from './states.ts'

export interface PaymentInput {
  /** Sent again with a repeated request, so that it is recorded once. */
  idempotencyKey: string
  date?: BusinessDate | null
  mode: PaymentMode
  reference?: string | null
  amount: Paise
}

/**
 * Records money received for an invoice and posts it. The same key again answers with the payment
 * recorded first.
 *
 * @throws NotIssuedError, OverpaymentError, PaymentDateError, ChequeNumberError, PaymentKeyReusedError
 */
export async function recordPayment(
  scope: Scope,
  invoiceId: string,
  input: PaymentInput
): Promise<Payment> {
  return scope.work(async (unit) => {
    // the lock makes a double click wait for the first one
    const invoice = await lockForUpdate(Invoice, invoiceId, { what: 'invoice' })
    const earlier = await Payment.findBy('idempotency_key', input.idempotencyKey)
    if (earlier) return sameAs(earlier, invoiceId, input)
    const date = input.date ?? scope.today()
    check(scope, invoice, { ...input, date })

    const payment = new Payment().merge({
      id: uuidv7({ msecs: scope.now().toMillis() }),
      invoiceId,
      branchId: invoice.branchId,
      contactId: invoice.contactId,
      date,
      mode: input.mode,
      reference: input.reference ?? null,
      amount: input.amount,
      idempotencyKey: input.idempotencyKey,
      recordedBy: scope.actor.name,
    })
    const branch = await branchOf(scope, invoice.branchId)
    payment.number = await nextNumber(unit, { series: 'invoicing.receipt', branch, date })
    await payment.save()
    invoice.paid = sum([invoice.paid, input.amount])
    invoice.balance = subtract(invoice.total, invoice.paid)
    await invoice.save()
    await post(scope, invoice, payment)
    await announcePayment(scope, invoice, payment)
    return payment
  })
}

function sameAs(earlier: Payment, invoiceId: string, input: PaymentInput): Payment {
  const same =
    earlier.invoiceId === invoiceId &&
    earlier.amount === input.amount &&
    earlier.mode === input.mode
  if (!same) throw new PaymentKeyReusedError()
  return earlier
}

function check(scope: Scope, invoice: Invoice, payment: PaymentInput & { date: BusinessDate }) {
  ensureIssued(invoice, 'paid')
  if (payment.amount > invoice.balance) throw new OverpaymentError(invoice.balance)
  const today = scope.today()
  if (payment.date < invoice.date || payment.date > today) {
    throw new PaymentDateError(invoice.date, today)
  }
  if (payment.mode === 'cheque' && !payment.reference) throw new ChequeNumberError()
}

async function post(scope: Scope, invoice: Invoice, payment: Payment) {
  const ledger = await scope.need('accounting.ledger@1')
  await ledger.post(scope, {
    date: payment.date,
    narration: `Payment ${payment.number} from ${invoice.buyer!.name} for ${invoice.number}`,
    source: { module: 'invoicing', type: 'payment', id: payment.id, event: 'received' },
    branchId: payment.branchId,
    lines: paymentLines(payment),
    document: { label: payment.number, path: `/invoicing/${invoice.id}` },
  })
}

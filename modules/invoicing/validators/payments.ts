import vine from '@vinejs/vine'
import { PAYMENT_MODES } from '../models/payment.ts'
import { businessDate } from './invoices.ts'

export const paymentValidator = vine.create({
  idempotencyKey: vine
    .string()
    .trim()
    .minLength(8)
    .maxLength(100)
    .regex(/^[A-Za-z0-9_:.-]+$/),
  date: businessDate().nullable().optional(),
  mode: vine.enum(PAYMENT_MODES),
  reference: vine.string().trim().maxLength(60).nullable().optional(),
  // paise: up to 100 crore rupees
  amount: vine.number().withoutDecimals().positive().max(100_000_000_000),
})

import vine from '@vinejs/vine'
import { IFSC, UPI_ID } from './upi.ts'

const text = (longest: number) => vine.string().trim().maxLength(longest).nullable().optional()
/** Digits in groups, as cheque books print them. */
const withoutBlanks = (typed: string) => typed.replace(/[\s-]/g, '')
/** `null`, which takes a value away, comes by here too. */
const unlessNull = (change: (typed: string) => string) => (typed: string | null) =>
  typed === null ? null : change(typed)

const accountNumber = vine.createRule((value, _options, field) => {
  if (typeof value !== 'string' || /^[0-9]{6,20}$/.test(withoutBlanks(value))) return
  field.report('An account number has 6 to 20 digits.', 'accountNumber', field)
})
const ifsc = vine.createRule((value, _options, field) => {
  if (typeof value !== 'string' || IFSC.test(withoutBlanks(value).toUpperCase())) return
  field.report(
    'An IFSC has four letters, a zero and six more characters: HDFC0001234.',
    'ifsc',
    field
  )
})
const upiId = vine.createRule((value, _options, field) => {
  if (typeof value !== 'string' || UPI_ID.test(value)) return
  field.report('A UPI id looks like workshop@bank.', 'upiId', field)
})

/** Where customers of a place pay; what is left out stays. */
export const paymentDetailsValidator = vine.create({
  branchId: vine.string().uuid().nullable(),
  accountName: text(100),
  accountNumber: vine
    .string()
    .trim()
    .maxLength(40)
    .use(accountNumber())
    .transform(unlessNull(withoutBlanks))
    .nullable()
    .optional(),
  ifsc: vine
    .string()
    .trim()
    .maxLength(20)
    .use(ifsc())
    .transform(unlessNull((typed) => withoutBlanks(typed).toUpperCase()))
    .nullable()
    .optional(),
  bank: text(100),
  bankBranch: text(100),
  upiId: vine.string().trim().maxLength(120).use(upiId()).nullable().optional(),
  version: vine.number().withoutDecimals().min(0).max(2_147_483_647).optional(),
})

import { customInput } from '@karkhana/kernel'
import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { CHANNELS, type ApprovalChannel } from '../status/looks.ts'
import { TRANSITION_NAMES } from '../status/transitions.ts'

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$/

const version = () => vine.number().withoutDecimals().min(1)
const kilometres = () => vine.number().withoutDecimals().min(0).max(9_999_999)
const id = () => vine.string().uuid()
const complaint = () => vine.string().trim().minLength(1).maxLength(4000)

const checkIn = {
  technicianId: id().nullable().optional(),
  odometerIn: kilometres().nullable().optional(),
  odometerReason: vine.string().trim().maxLength(200).nullable().optional(),
  stateOfChargeIn: vine.number().withoutDecimals().min(0).max(100).nullable().optional(),
  promisedAt: vine.string().maxLength(40).regex(ISO_INSTANT).nullable().optional(),
  custom: customInput(),
}

export const jobValidator = vine.create({
  ...checkIn,
  ticketId: id().nullable().optional(),
  contactId: id().nullable().optional(),
  vehicleId: id().nullable().optional(),
  complaint: complaint().nullable().optional(),
})

export const jobChangeValidator = vine.create({
  ...checkIn,
  complaint: complaint().optional(),
  findings: vine.string().trim().maxLength(8000).nullable().optional(),
  version: version(),
})

export const linesValidator = vine.create({
  version: version(),
  lines: vine
    .array(
      vine.object({
        id: id().nullable().optional(),
        groupName: vine.string().trim().maxLength(80).nullable().optional(),
        kind: vine.enum(['labour', 'part'] as const),
        itemId: id().nullable().optional(),
        description: vine.string().trim().minLength(1).maxLength(200),
        hsn: vine
          .string()
          .trim()
          .regex(/^(\d{4}|\d{6}|\d{8})$/),
        quantity: vine.string().regex(/^(?!0+(\.0+)?$)\d{1,5}(\.\d{1,3})?$/),
        unit: vine
          .string()
          .trim()
          .toUpperCase()
          .regex(/^[A-Z]{3}$/),
        unitPrice: vine.string().regex(/^\d{1,7}(\.\d{1,2})?$/),
        discountPercent: vine
          .string()
          .regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/)
          .nullable()
          .optional(),
        gstRate: vine
          .string()
          .regex(/^\d{1,2}(\.\d{1,2})?$/)
          .nullable()
          .optional(),
        treatment: vine.enum(['taxable', 'nil', 'exempt', 'nongst'] as const).optional(),
        state: vine.enum(['open', 'done', 'deferred'] as const).optional(),
      })
    )
    .maxLength(200),
})
linesValidator.messagesProvider = new SimpleMessagesProvider({
  'lines.*.description.required': 'Say what is done or fitted.',
  'lines.*.hsn.required': 'Enter the HSN or SAC.',
  'lines.*.hsn.regex': 'An HSN or SAC has 4, 6 or 8 digits.',
  'lines.*.quantity.required': 'Enter a quantity.',
  'lines.*.quantity.regex': 'Enter a quantity above zero with at most three decimals.',
  'lines.*.unit.required': 'Enter the unit.',
  'lines.*.unit.regex': 'A unit is a code of three letters, such as NOS.',
  'lines.*.unitPrice.required': 'Enter the price before tax.',
  'lines.*.unitPrice.regex': 'Enter rupees with at most two decimals.',
  'lines.*.discountPercent.regex': 'Enter a percentage from 0 to 100.',
  'lines.*.gstRate.regex': 'Enter a percentage such as 18.',
  'required': 'This is needed.',
})

export const transitionValidator = vine.create({
  transition: vine.enum(TRANSITION_NAMES),
  reason: vine.string().trim().maxLength(500).nullable().optional(),
  odometerOut: kilometres().nullable().optional(),
  version: version().optional(),
})

export const cancellationValidator = vine.create({
  reason: vine.string().trim().minLength(1).maxLength(500),
  version: version().optional(),
})

export const approvalValidator = vine.create({
  approvedBy: vine.string().trim().minLength(2).maxLength(100),
  channel: vine.enum(Object.keys(CHANNELS) as ApprovalChannel[]),
  note: vine.string().trim().maxLength(500).nullable().optional(),
  version: version().optional(),
})

export const lookupValidator = vine.create({
  q: vine.string().trim().maxLength(100).optional(),
  ticket: id().optional(),
  vehicle: id().optional(),
})

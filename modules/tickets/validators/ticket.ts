import { customInput } from '@karkhana/kernel'
import vine from '@vinejs/vine'
import { SOURCES, type TicketSource } from '../status/looks.ts'
import { TRANSITION_NAMES } from '../status/transitions.ts'

const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const
const sources = Object.keys(SOURCES) as TicketSource[]
const version = () => vine.number().withoutDecimals().min(1)

const fields = {
  contactId: vine.string().uuid(),
  vehicleId: vine.string().uuid().nullable().optional(),
  complaint: vine.string().trim().minLength(1).maxLength(4000),
  priority: vine.enum(PRIORITIES),
  source: vine.enum(sources).optional(),
  custom: customInput(),
}

export const ticketValidator = vine.create({
  ...fields,
  assigneeId: vine.string().uuid().nullable().optional(),
})

export const ticketChangeValidator = vine.create({ ...fields, version: version() })

export const assignmentValidator = vine.create({
  assigneeId: vine.string().uuid().nullable(),
  version: version().optional(),
})

export const transitionValidator = vine.create({
  transition: vine.enum(TRANSITION_NAMES),
  reason: vine.string().trim().maxLength(500).nullable().optional(),
  resolution: vine.string().trim().maxLength(4000).nullable().optional(),
  cause: vine.string().trim().maxLength(500).nullable().optional(),
  version: version().optional(),
})

export const lookupValidator = vine.create({
  q: vine.string().trim().maxLength(100).optional(),
  contact: vine.string().uuid().optional(),
  vehicle: vine.string().uuid().optional(),
})

import vine from '@vinejs/vine'
import { ROLES } from '../access/permissions.ts'
import { LONGEST_LIFE } from './tokens.ts'

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const name = () => vine.string().trim().minLength(2).maxLength(60)

export const tokenValidator = vine.create({
  name: name(),
  days: vine.number().withoutDecimals().min(1).max(LONGEST_LIFE),
  abilities: vine.array(vine.string().maxLength(100)).maxLength(500).distinct(),
  accountId: vine.string().uuid().nullable().optional(),
})

export const serviceAccountValidator = vine.create({
  name: name(),
  role: vine.string().regex(new RegExp(`^(?:${ROLES.join('|')}|${UUID})$`)),
  branchIds: vine.array(vine.string().uuid()).maxLength(200).distinct(),
})

export const serviceAccountSwitchValidator = vine.create({ active: vine.boolean() })

/** Number of a token in an address. */
export const tokenNumber = vine.create({
  id: vine.number().withoutDecimals().positive().max(2_147_483_647),
})

import vine from '@vinejs/vine'
import { ROLES } from '../../access/permissions.ts'
import { foundingFields } from '../../places/address_fields.ts'

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** A built-in role by name, or a role of the organisation's own by its id. */
const role = () => vine.string().regex(new RegExp(`^(?:${ROLES.join('|')}|${UUID})$`))
const branchIds = () => vine.array(vine.string().uuid()).maxLength(200).distinct()

export const memberChangeValidator = vine.create({
  role: role().optional(),
  branchIds: branchIds().optional(),
  grants: vine.array(vine.string().maxLength(100)).maxLength(200).distinct().optional(),
  active: vine.boolean().optional(),
})

export const invitationValidator = vine.create({
  kind: vine.enum(['email', 'link', 'code'] as const),
  email: vine.string().trim().email().maxLength(254).optional().requiredWhen('kind', '=', 'email'),
  role: role(),
  branchIds: branchIds().optional(),
  uses: vine.number().withoutDecimals().min(1).max(20).optional(),
  hours: vine.number().withoutDecimals().min(1).max(720),
})

export const codeValidator = vine.create({ code: vine.string().trim().minLength(1).maxLength(100) })

export const guestValidator = vine.create({
  name: vine.string().trim().minLength(2).maxLength(100),
  email: vine.string().trim().email().maxLength(254).optional(),
  password: vine.string().maxLength(200),
})

export const confirmValidator = vine.create({ password: vine.string().maxLength(200).optional() })
export const organisationChoiceValidator = vine.create({ organisationId: vine.string().uuid() })
export const partnerChoiceValidator = vine.create({ partnerId: vine.string().uuid() })

/** An organisation and its first branch; its owner has an account already. */
export const foundingValidator = vine.create(foundingFields())

import vine from '@vinejs/vine'
import { ROLES } from './permissions.ts'

const permissions = () => vine.array(vine.string().trim().maxLength(100)).maxLength(1000)

const role = {
  name: vine.string().trim().minLength(2).maxLength(60),
  description: vine.string().trim().maxLength(200).nullable().optional(),
  grants: permissions(),
  denials: permissions(),
}

export const roleValidator = vine.create({ ...role, base: vine.enum(ROLES).nullable() })

export const roleChangeValidator = vine.create({
  ...role,
  version: vine.number().withoutDecimals().positive(),
})

/** Built-in role, or the id of an own one. */
export const viewValidator = vine.create({ role: vine.string().trim().maxLength(40) })

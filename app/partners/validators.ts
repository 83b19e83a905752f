import vine from '@vinejs/vine'
import { MOST_GB } from '../files/quota.ts'
import { foundingFields } from '../places/address_fields.ts'
import { ACCESS_ROLES, LONGEST_HOURS } from './services/access.ts'

const email = () => vine.string().trim().email().maxLength(254)
const name = () => vine.string().trim().minLength(2).maxLength(100)
const room = () => vine.number().min(0).max(MOST_GB).nullable()
const modules = () => vine.array(vine.string().trim().maxLength(60)).minLength(1).maxLength(200)

export const foundingValidator = vine.create({
  ...foundingFields(),
  planId: vine.string().uuid(),
  ownerName: name(),
  ownerEmail: email(),
})

export const inviteOwnerValidator = vine.create({ email: email().nullable().optional() })

const changes = ['entitled', 'withdrawn', 'enabled', 'paused'] as const
export const modulePlanValidator = vine.create({ to: vine.enum(changes) })
export const moduleChangeValidator = vine.create({
  to: vine.enum(changes),
  shown: vine.array(vine.string().maxLength(60)).maxLength(200).optional(),
})

export const planPreviewValidator = vine.create({ modules: modules() })
export const planValidator = vine.create({
  name: vine.string().trim().minLength(2).maxLength(60),
  description: vine.string().trim().maxLength(200).nullable().optional(),
  modules: modules(),
  fileQuotaGb: room().optional(),
})
export const planChangeValidator = vine.create({
  name: vine.string().trim().minLength(2).maxLength(60),
  description: vine.string().trim().maxLength(200).nullable().optional(),
  modules: modules(),
  fileQuotaGb: room().optional(),
  version: vine.number().withoutDecimals(),
  mark: vine.string().maxLength(60),
})
export const roomValidator = vine.create({ gb: room() })
export const planActiveValidator = vine.create({ active: vine.boolean() })
export const assignmentPreviewValidator = vine.create({ planId: vine.string().uuid() })
export const assignmentValidator = vine.create({
  planId: vine.string().uuid(),
  mark: vine.string().maxLength(60),
})

const brand = {
  accent: vine.string().trim().maxLength(20).nullable().optional(),
  mailName: vine.string().trim().maxLength(100).nullable().optional(),
  mailReplyTo: email().nullable().optional(),
}
export const brandValidator = vine.create(brand)
export const partnerValidator = vine.create({ name: name(), ...brand })

export const suspensionValidator = vine.create({
  reason: vine.string().trim().minLength(3).maxLength(300),
  confirmation: vine.string().trim().maxLength(200),
})

const role = vine.enum(['manager', 'support'] as const)
export const partnerMemberValidator = vine.create({ name: name(), email: email(), role })
export const partnerMemberChangeValidator = vine.create({
  role: vine.enum(['manager', 'support'] as const).optional(),
  active: vine.boolean().optional(),
})

export const accessValidator = vine.create({
  role: vine.enum(ACCESS_ROLES),
  reason: vine.string().trim().minLength(3).maxLength(300),
  hours: vine.number().withoutDecimals().min(1).max(LONGEST_HOURS),
})

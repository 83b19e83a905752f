import vine from '@vinejs/vine'
import { ROLES } from '../access/permissions.ts'

const columns = () =>
  vine
    .array(
      vine.object({
        key: vine.string().maxLength(80),
        hidden: vine.boolean().optional(),
        width: vine.number().withoutDecimals().min(48).max(1_200).optional(),
      })
    )
    .maxLength(200)
const density = () => vine.enum(['comfortable', 'compact'] as const)

const fields = {
  name: vine.string().trim().minLength(1).maxLength(60),
  shared: vine.boolean(),
  defaultFor: vine.array(vine.enum(ROLES)).distinct().maxLength(ROLES.length),
  state: vine.object({
    search: vine.string().trim().maxLength(100).optional(),
    sort: vine.string().maxLength(40),
    filters: vine.record(vine.string().maxLength(2_000)),
    columns: columns().optional(),
    density: density().optional(),
  }),
}

/** A saved view. */
export const viewValidator = vine.create(fields)

export const viewChangeValidator = vine.create({
  ...fields,
  version: vine.number().withoutDecimals().min(1),
})

/** How a member arranged a list. */
export const listSettingsValidator = vine.create({
  columns: columns(),
  density: density(),
  pinned: vine.boolean(),
  defaultView: vine.string().maxLength(40).nullable(),
})

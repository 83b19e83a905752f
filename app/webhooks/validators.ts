import vine from '@vinejs/vine'

export const endpointValidator = vine.create({
  url: vine.string().trim().maxLength(500),
  description: vine.string().trim().maxLength(120).nullable().optional(),
  events: vine.array(vine.string().maxLength(100)).minLength(1).maxLength(100).distinct(),
  version: vine.number().withoutDecimals().positive().optional(),
})

export const endpointSwitchValidator = vine.create({ enabled: vine.boolean() })

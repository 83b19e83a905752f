import vine from '@vinejs/vine'

const to = () => vine.enum(['enabled', 'paused', 'archived'] as const)

/** A state that is asked about. */
export const modulePlanValidator = vine.create({ to: to() })

/** A switch; `shown` are the modules of the whole plan, when all of it is confirmed. */
export const moduleSwitchValidator = vine.create({
  to: to(),
  shown: vine.array(vine.string().maxLength(64)).maxLength(200).optional(),
})

/** The name of a module as a person typed it. */
export const modulePurgeValidator = vine.create({ name: vine.string().trim().maxLength(200) })

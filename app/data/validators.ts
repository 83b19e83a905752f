import vine from '@vinejs/vine'

/** What to export: `all`, or ids of modules. */
export const exportValidator = vine.create({
  modules: vine.unionOfTypes([
    vine.literal('all'),
    vine.array(vine.string().trim().maxLength(60)).minLength(1).maxLength(200).distinct(),
  ]),
})

/** Whom to look for. */
export const peopleValidator = vine.create({
  kind: vine.string().trim().maxLength(100).optional(),
  q: vine.string().trim().maxLength(100).optional(),
})

/** What was typed to be sure. */
export const eraseValidator = vine.create({
  confirmation: vine.string().trim().maxLength(300),
})
